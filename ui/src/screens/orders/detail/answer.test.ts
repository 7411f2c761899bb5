import { describe, expect, it } from 'vitest';
import type { DirectionKind, FlagKind, OrderDetailView, OrderSummaryView, StatusKind } from '../../../ipc';
import { fakeDetail, fakeSummary } from '../../../ipc/fake';
import { answerLanguages, answerTexts } from '../../../texts/answers';
import { statuses } from '../../../words';
import { answerText, sentenceOf } from './answer';

const now = Date.parse('2026-11-22T20:05:00Z');
const order = (
  status: StatusKind,
  direction: DirectionKind,
  more: Partial<OrderSummaryView> = {},
  detail: Partial<OrderDetailView> = {},
) =>
  fakeDetail(
    fakeSummary(1, now, { status, direction, product: direction, flags: [], amount: '1305.5', ...more }),
    detail,
  );
const tell = (of: OrderDetailView, language: (typeof answerLanguages)[number] = 'en', practice = false) =>
  answerText(of, { language, zone: '-06:00', practice, now });

const every = statuses.flatMap((status) => [[status, 'collect'] as const, [status, 'payout'] as const]);

describe('the answer for the customer', () => {
  it.each(every)('has a sentence of its own for %s, %s, in every language', (status, direction) => {
    const of = order(status, direction);
    expect(sentenceOf(of)).toBe(`${direction}.${status}`);
    for (const language of answerLanguages) {
      const text = tell(of, language);
      expect(text).not.toMatch(/[{}]/);
      expect(text).toContain('1,305.50 MXN');
      expect(text).toContain(of.summary.number);
    }
  });

  it('says that money came only where it is certain', () => {
    const sure = every.filter(([status, direction]) =>
      /have received your|reported as paid/.test(tell(order(status, direction))),
    );
    expect(sure).toEqual([
      ['succeeded', 'collect'],
      ['succeeded', 'payout'],
    ]);
    expect(tell(order('succeeded', 'payout', { provisional: true }))).toMatch(/can still turn this round/);
  });

  it.each<FlagKind>([
    'paid_twice',
    'amount_differs',
    'number_differs',
    'refused_but_exists',
    'abandoned_but_exists',
    'reversed',
    'several_found',
    'unknown_status',
  ])('does not trust a success with the flag %s', (flag) => {
    expect(sentenceOf(order('succeeded', 'payout', { flags: [flag] }))).toBe('doubt.payout');
    expect(sentenceOf(order('succeeded', 'collect', { flags: [flag] }))).toBe('doubt.collect');
  });

  it('does not trust a damaged record, but does trust that money came back', () => {
    expect(sentenceOf(order('succeeded', 'collect', { damaged: true }))).toBe('doubt.collect');
    expect(sentenceOf(order('returned', 'payout', { flags: ['reversed'] }))).toBe('payout.returned');
  });

  it('tells what was really paid', () => {
    const short = order('succeeded', 'collect', { actualAmount: '1000', flags: ['paid_short'] });
    expect(tell(short)).toMatch(/received 1,000\.00 MXN from you.*asked for was 1,305\.50 MXN/);
    const inTwo = order('succeeded', 'collect', { actualAmount: '1000' }, { receivedTotal: '1305.5000' });
    expect(sentenceOf(inTwo)).toBe('collect.succeeded');
  });

  it('tells times by the customer’s clock, and what it was like when', () => {
    const of = order('succeeded', 'payout', { createdAt: '2026-11-22T05:30:00Z' });
    expect(tell(of)).toContain('reported as paid on 21 November 2026 at 23:30');
    expect(tell(of)).toContain('As of 22 November 2026 at 14:05.');
    expect(tell(of, 'th')).toContain('2569');
  });

  it('shows no more of an account than its end, and says when it is practice', () => {
    const text = tell(order('failed', 'payout'));
    expect(text).toContain('Account ending in 9719');
    expect(text).not.toContain('0321');
    expect(text).not.toContain('PRACTICE');
    expect(tell(order('failed', 'payout'), 'es', true)).toMatch(/^PRÁCTICA/);
    expect(tell(order('failed', 'collect'))).not.toContain('ending in');
  });

  it('lets nothing in a number be taken for a placeholder', () => {
    const odd = order('succeeded', 'payout', {}, { channelNumber: '$& {amount}' });
    expect(tell(odd)).toContain('Number at the bank: $& {amount}');
    expect(Object.keys(answerTexts)).toHaveLength(5);
  });
});
