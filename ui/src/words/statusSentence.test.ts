import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en } from '../texts';
import { statuses } from './StatusPill';
import { statusSentence } from './statusSentence';

const intl = createIntl({ locale: 'en', messages: en });

describe('where an order stands', () => {
  it('is told in 26 sentences: each status, each way', () => {
    const said = statuses.flatMap((status) =>
      (['collect', 'payout'] as const).map((direction) => statusSentence(intl, status, direction)),
    );
    expect(said).toHaveLength(26);
    // Given up is the same both ways; every other sentence speaks of its own case.
    expect(new Set(said).size).toBe(25);
  });

  it('forbids what could pay twice', () => {
    expect(statusSentence(intl, 'unknown', 'payout')).toMatch(/^Do not pay again\./);
    expect(statusSentence(intl, 'sending', 'payout')).toMatch(/Do not pay it again\./);
    expect(statusSentence(intl, 'unknown', 'collect')).toMatch(/^Do not create it again\./);
  });
});
