import type { OrderDetailView, OrderPage, OrderSummaryView, StatusKind } from '../bindings';
import { fakeSettling } from './settling';
import { fakeDeliveries, fakeEvents, fakeExchanges } from './wire';

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
    provisional: false,
    name: names[at % names.length] ?? null,
    accountMasked: collect ? null : '••••9719',
    createdAt: when,
    updatedAt: when,
    flags: status === 'returned' ? ['reversed'] : [],
    damaged: false,
    needsPerson: status === 'unknown' || status === 'returned' || status === 'not_sent',
    found: null,
    starred: false,
    labels: [],
    ...more,
  };
}

/** Why an order stands where it does, by status. */
const reasonOf: Partial<Record<StatusKind, Partial<OrderDetailView>>> = {
  refused: { reason: '300 accountNo error', reasonCode: 'bad_field', reasonField: 'accountNo' },
  unknown: { reasonCode: 'silent' },
  not_sent: { reason: 'connect_timeout', reasonCode: 'connect_timeout' },
  failed: { reason: 'Beneficiary account blocked' },
};

/** The whole of an order. */
export function fakeDetail(summary: OrderSummaryView, more: Partial<OrderDetailView> = {}): OrderDetailView {
  const reason = reasonOf[summary.status] ?? {};
  const canAsk = more.canAsk ?? true;
  const offered =
    summary.direction === 'collect' &&
    !['prepared', 'not_sent', 'unknown', 'refused', 'cancelled'].includes(summary.status);
  return {
    summary,
    marketId: 'cashfast-mx',
    gatewayStatus: summary.status === 'succeeded' ? '2' : '1',
    accountNumber: summary.direction === 'payout' ? '032180000118359719' : null,
    accountGrouped: summary.direction === 'payout' ? '032 180 00011835971 9' : null,
    fields: [{ name: 'accountName', value: summary.name ?? '' }],
    payUrl: offered ? 'https://pay.example/cashier/1' : null,
    payCode: offered ? '646180111812345678' : null,
    reference: offered ? '1234567' : null,
    concept: null,
    bankName: offered ? 'STP' : null,
    expiresAt: offered ? new Date(Date.parse(summary.createdAt) + 3_600_000).toISOString() : null,
    reason: null,
    reasonCode: null,
    reasonField: null,
    channelNumber: null,
    duplicateReason: null,
    completedAt: null,
    supplements: [],
    receivedTotal: null,
    events: fakeEvents(summary),
    exchanges: fakeExchanges(summary),
    deliveries: fakeDeliveries(summary),
    flags: summary.flags.map((flag) => ({ flag, raisedAt: summary.updatedAt, seenAt: null })),
    sendsAt: summary.status === 'prepared' ? new Date(Date.now() + 10_000).toISOString() : null,
    nextQuestionAt: summary.status === 'unknown' ? new Date(Date.now() + 600_000).toISOString() : null,
    questionsAsked: 2,
    canAsk,
    canCancel: summary.status === 'prepared' || summary.status === 'not_sent',
    canSend: summary.status === 'not_sent',
    settling: ['unknown', 'abandoned', 'refused'].includes(summary.status)
      ? fakeSettling(summary, canAsk)
      : null,
    draft: {
      product: summary.product,
      channel: summary.product === 'collect' ? 'BANK' : 'CLABE',
      amount: summary.amount,
      fields: { accountName: summary.name ?? '' },
    },
    ...reason,
    ...more,
  };
}

/** A whole list on one page, nothing typed. */
export const fakePage = (orders: OrderSummaryView[], more: Partial<OrderPage> = {}): OrderPage => ({
  orders,
  damaged: [],
  next: null,
  looking: false,
  sortedByTime: false,
  reading: { parts: [], mistakes: [], hints: [] },
  ...more,
});
