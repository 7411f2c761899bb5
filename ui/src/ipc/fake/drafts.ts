import type { DraftReport, DraftRequest, FieldProblemView, MarketView, PayoutChecks } from '../bindings';

/** What is known of a payout to a payee who was paid before, with nothing odd about it. */
export const fakeChecks = (more: Partial<PayoutChecks> = {}): PayoutChecks => ({
  available: '125340.75',
  availableReadAt: '2026-11-21T09:00:00Z',
  claimed: '340.2',
  leftAfter: '124000.55',
  exceedsBalance: false,
  paidBefore: true,
  lastPaidAt: '2026-11-12T15:30:00Z',
  otherNames: [],
  largestBefore: '1500',
  unusuallyLarge: false,
  tenTimes: false,
  sameWithinDay: [],
  sameWithinWeek: [],
  unknownTwin: null,
  abandonedTwin: null,
  aboveCeiling: null,
  dayCeiling: null,
  retypeLastFour: false,
  ...more,
});

/** A small part of what Rust checks: what is required, and the limits. Enough for a form to be tried. */
export function fakeReport(
  market: MarketView | undefined,
  draft: DraftRequest,
  more: Partial<DraftReport> = {},
): DraftReport {
  const product = market?.products.find((other) => other.product === draft.product);
  const problem = (field: string, code: string, values: Record<string, string> = {}): FieldProblemView => ({
    field,
    code,
    values,
  });
  const amount = Number(draft.amount);
  const below = product?.min != null && amount < Number(product.min);
  const above = product?.max != null && amount > Number(product.max);
  return {
    problems: [
      ...(product !== undefined && product.channels.length > 0 && draft.channel === null
        ? [problem('channel', 'required')]
        : []),
      ...(draft.amount.trim() === ''
        ? [problem('amount', 'required')]
        : Number.isNaN(amount)
          ? [problem('amount', 'not_a_number')]
          : []),
      ...(draft.amount.trim() !== '' && below
        ? [problem('amount', 'below_minimum', { min: product.min ?? '' })]
        : []),
      ...(above ? [problem('amount', 'above_maximum', { max: product.max ?? '' })] : []),
      ...(product?.fields ?? [])
        .filter(({ required, onlyForChannels, optionalForChannels, name }) => {
          const there = onlyForChannels.length === 0 || onlyForChannels.includes(draft.channel ?? '');
          const needed = required && there && !optionalForChannels.includes(draft.channel ?? '');
          return needed && (draft.fields[name] ?? '').trim() === '';
        })
        .map(({ name }) => problem(name, 'required')),
    ],
    warnings: [],
    tidied: draft.fields,
    accountGrouped: null,
    bankByAccount: null,
    payout: draft.product === 'payout' ? fakeChecks() : null,
    ...more,
  };
}
