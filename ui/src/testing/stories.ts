// Orders whose outcome nobody knows or knew, for looking at them in a browser (`/dev.html?mode=settling`).
import type { OrderDetailView, OrderSummaryView } from '../ipc';
import { type FakeOptions, fakeAsked, fakeEvidence, fakeRipe, fakeSettling, fakeSummary } from '../ipc/fake';

const MINUTE_MS = 60_000;
const CLABE = '032180000118359719';
const PAGE =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

const payout = (at: number, id: string, minutes: number, more: Partial<OrderSummaryView>): OrderSummaryView =>
  fakeSummary(at, Date.now(), {
    id,
    number: `CF2611${220900 + at}K`,
    amount: '1305',
    name: 'Luis Hernández',
    direction: 'payout',
    product: 'payout',
    accountId: 'acc-1',
    createdAt: new Date(Date.now() - minutes * MINUTE_MS).toISOString(),
    updatedAt: new Date(Date.now() - (minutes / 2) * MINUTE_MS).toISOString(),
    flags: [],
    ...more,
  });

const orders: readonly OrderSummaryView[] = [
  payout(1, 'fresh', 0.4, { status: 'unknown', gatewayNumber: null, amount: '240.50' }),
  payout(2, 'old', 47, { status: 'unknown', gatewayNumber: null }),
  payout(3, 'silent', 95, { status: 'unknown', gatewayNumber: null, amount: '999' }),
  payout(4, 'ripe', 1640, { status: 'unknown', gatewayNumber: null, amount: '780' }),
  payout(5, 'abandoned', 3200, {
    status: 'abandoned',
    gatewayNumber: null,
    amount: '512',
    needsPerson: false,
  }),
  payout(6, 'turned-up', 4200, {
    status: 'succeeded',
    amount: '88',
    flags: ['paid_twice', 'abandoned_but_exists'],
    needsPerson: true,
  }),
  payout(7, 'instead', 200, { status: 'succeeded', amount: '88', flags: ['paid_twice'], needsPerson: true }),
  payout(8, 'settled', 2600, { status: 'failed', amount: '650', needsPerson: false }),
  payout(9, 'reversed', 700, { status: 'returned', amount: '410', flags: ['reversed'], needsPerson: true }),
];

const one = (id: string): OrderSummaryView => {
  const found = orders.find((order) => order.id === id);
  if (found === undefined) throw new Error(`no story ${id}`);
  return found;
};
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString();
const draft = (amount: string): OrderDetailView['draft'] => ({
  product: 'payout',
  channel: 'CLABE',
  amount,
  fields: { accountName: 'Luis Hernández', accountNo: CLABE, bankName: 'STP' },
});

const details: FakeOptions['details'] = {
  fresh: {
    settling: fakeSettling(one('fresh'), true, { asked: [] }),
    nextQuestionAt: inMinutes(0.2),
    exchanges: [],
  },
  old: {
    draft: draft('1305'),
    settling: fakeSettling(one('old'), true, {
      asked: [fakeAsked('no_connection', 2, 46, 44), fakeAsked('not_found', 4, 43, 12)],
    }),
    nextQuestionAt: inMinutes(12.4),
  },
  silent: {
    canAsk: false,
    nextQuestionAt: null,
    reasonCode: 'not_json',
    settling: fakeSettling(one('silent'), false, { asked: [fakeAsked('cannot_ask', 2, 94, 93)] }),
    exchanges: [
      {
        id: 'x1',
        operation: 'create',
        method: 'POST',
        url: 'https://gateway.example/api/order/create',
        requestHeaders: [],
        requestBody: `{"externalOrderId":"${one('silent').number}","amount":999}`,
        status: 502,
        responseHeaders: [],
        responseBody: PAGE,
        error: null,
        startedAt: one('silent').createdAt,
        tookMs: 812,
        repeats: 0,
        curl: 'curl',
      },
    ],
  },
  ripe: {
    settling: fakeSettling(one('ripe'), true, { asked: [...fakeRipe] }),
    nextQuestionAt: inMinutes(48),
  },
  abandoned: {
    draft: draft('512'),
    settling: fakeSettling(one('abandoned'), true, { asked: [...fakeRipe] }),
    nextQuestionAt: inMinutes(900),
  },
  'turned-up': {
    settling: fakeSettling(one('turned-up'), true, { asked: [...fakeRipe], replacedBy: one('instead') }),
  },
  instead: { settling: fakeSettling(one('instead'), true, { asked: [], replaces: one('turned-up') }) },
  settled: {
    settling: fakeSettling(one('settled'), true, {
      asked: [...fakeRipe],
      evidence: [fakeEvidence({ verdict: 'succeeded', damaged: true }), fakeEvidence({ id: 'second' })],
    }),
  },
};

/** Every state in which an order's outcome is or was unknown. */
export const settlingStories: FakeOptions = { orders, details };
