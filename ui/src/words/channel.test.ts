import { describe, expect, it } from 'vitest';
import type { MarketView } from '../ipc';
import { fakeMarkets } from '../ipc/fake/markets';
import { channelText } from './channel';

const market = (...channels: [value: string, label: string][]): MarketView => {
  const [first] = fakeMarkets;
  const [product] = first?.products ?? [];
  if (first === undefined || product === undefined) throw new Error('the fake has no market');
  const choices = channels.map(([value, label]) => ({
    value,
    label,
    origin: 'contract' as const,
    note: null,
    expiresAfterS: null,
  }));
  return { ...first, products: [{ ...product, channels: choices }] };
};

describe('a channel in words', () => {
  const markets = [
    market(['412', 'Bank transfer'], ['OXXO', 'OXXO']),
    market(['412', 'Bank transfer'], ['7', 'Mobile money']),
    market(['7', 'Card']),
  ];

  it.each([
    ['412', 'Bank transfer (412)'],
    ['OXXO', 'OXXO'],
    ['oxxo', 'oxxo'],
    ['7', '7'],
    ['999', '999'],
  ])('%s is %s', (value, text) => {
    expect(channelText(markets, value)).toBe(text);
  });

  it('has its own market’s name where the market is known', () => {
    expect(channelText(markets.slice(2), '7')).toBe('Card (7)');
  });
});
