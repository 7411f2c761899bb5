import type { EventView, OrderDetailView, OrderSummaryView, StatusKind } from '../bindings';

const statusOf: readonly StatusKind[] = [
  'succeeded',
  'pending',
  'processing',
  'succeeded',
  'unknown',
  'failed',
  'succeeded',
  'refused',
  'returned',
  'expired',
  'not_sent',
  'prepared',
];
const names = ['Ana Pérez', 'Juma Mwangi', 'สมชาย ใจดี', 'Luis Hernández', 'Neema Mushi'];

/** The order at place `at` of the fake ledger, made `minutes` ago. */
export function fakeSummary(at: number, now: number, more: Partial<OrderSummaryView> = {}): OrderSummaryView {
  const status = statusOf[at % statusOf.length] ?? 'pending';
  const collect = at % 2 === 0;
  const when = new Date(now - at * 37 * 60_000).toISOString();
  return {
    id: `order-${at}`,
    accountId: 'acc-1',
    accountName: 'Practice CashFast Mexico',
    product: collect ? 'collect' : 'payout',
    direction: collect ? 'collect' : 'payout',
    number: `CF2611${String(220000 + at)}K`,
    gatewayNumber: status === 'prepared' ? null : `P${900000000000 + at}`,
    channel: collect ? 'Bank transfer (SPEI)' : 'CLABE',
    amount: `${(at * 137) % 9000}.${String((at * 7) % 100).padStart(2, '0')}`,
    actualAmount: null,
    fee: status === 'succeeded' ? '4.5' : null,
    currency: 'MXN',
    status,
    gatewayStatus: status === 'succeeded' ? '2' : null,
    provisional: false,
    name: names[at % names.length] ?? null,
    accountMasked: collect ? null : '••••9719',
    createdAt: when,
    updatedAt: when,
    flags: status === 'returned' ? ['reversed'] : [],
    needsPerson: status === 'unknown' || status === 'returned' || status === 'not_sent',
    ...more,
  };
}

/** The whole of an order. */
export function fakeDetail(summary: OrderSummaryView, more: Partial<OrderDetailView> = {}): OrderDetailView {
  const begin: EventView = {
    id: `${summary.id}-1`,
    at: summary.createdAt,
    source: 'program',
    from: null,
    to: 'prepared',
    judgement: 'moves',
    gatewayStatus: null,
    note: null,
    repeats: 0,
    lastAt: null,
  };
  return {
    summary,
    marketId: 'cashfast-mx',
    accountNumber: summary.direction === 'payout' ? '032180000118359719' : null,
    accountGrouped: summary.direction === 'payout' ? '032 180 00011835971 9' : null,
    fields: [{ name: 'accountName', value: summary.name ?? '' }],
    payUrl: summary.direction === 'collect' ? 'https://pay.example/cashier/1' : null,
    payCode: summary.direction === 'collect' ? '646180111812345678' : null,
    reference: summary.direction === 'collect' ? '1234567' : null,
    concept: null,
    bankName: summary.direction === 'collect' ? 'STP' : null,
    expiresAt:
      summary.direction === 'collect'
        ? new Date(Date.parse(summary.createdAt) + 3_600_000).toISOString()
        : null,
    reason: null,
    reasonCode: null,
    reasonField: null,
    channelNumber: null,
    duplicateReason: null,
    completedAt: null,
    supplements: [],
    receivedTotal: null,
    events: [
      begin,
      {
        ...begin,
        id: `${summary.id}-2`,
        source: 'answer',
        from: 'sending',
        to: summary.status,
        gatewayStatus: summary.gatewayStatus,
      },
    ],
    exchanges: [],
    deliveries: [],
    flags: summary.flags.map((flag) => ({ flag, raisedAt: summary.updatedAt, seenAt: null })),
    sendsAt: summary.status === 'prepared' ? new Date(Date.now() + 10_000).toISOString() : null,
    nextQuestionAt: null,
    questionsAsked: 2,
    canAsk: true,
    canCancel: summary.status === 'prepared' || summary.status === 'not_sent',
    canSend: summary.status === 'not_sent',
    draft: {
      product: summary.product,
      channel: summary.product === 'collect' ? 'BANK' : 'CLABE',
      amount: summary.amount,
      fields: { accountName: summary.name ?? '' },
    },
    ...more,
  };
}
