import type { DeliveryView, EventView, ExchangeView, OrderSummaryView, SupplementView } from '../bindings';

const later = (order: OrderSummaryView, seconds: number): string =>
  new Date(Date.parse(order.createdAt) + seconds * 1000).toISOString();

/** The history of an order in any status, as the ledger would have it. */
export function fakeEvents(order: OrderSummaryView): EventView[] {
  const event = (turn: number, more: Partial<EventView> & Pick<EventView, 'to'>): EventView => ({
    id: `${order.id}-${turn}`,
    at: later(order, turn * 2),
    source: 'program',
    from: null,
    judgement: 'moves',
    gatewayStatus: null,
    note: null,
    repeats: 0,
    lastAt: null,
    ...more,
  });
  const { status } = order;
  const begun = [event(1, { to: 'prepared' })];
  if (status === 'prepared') return begun;
  if (status === 'cancelled') {
    return [...begun, event(2, { source: 'person', from: 'prepared', to: 'cancelled' })];
  }
  const sent = [...begun, event(2, { from: 'prepared', to: 'sending' })];
  const first = { from: 'sending', source: 'answer' } as const;
  if (status === 'sending') return sent;
  if (status === 'unknown' || status === 'abandoned') {
    const asked = [
      ...sent,
      event(3, { ...first, to: 'unknown', note: 'silent' }),
      event(4, {
        source: 'query',
        from: 'unknown',
        to: 'unknown',
        judgement: 'note',
        note: 'not found: order not exist',
        repeats: 3,
        lastAt: later(order, 60),
      }),
    ];
    if (status === 'unknown') return asked;
    const note = 'Their support says that there is no such number.';
    return [...asked, event(40, { source: 'person', from: 'unknown', to: 'abandoned', note })];
  }
  if (status === 'not_sent') {
    return [...sent, event(3, { from: 'sending', to: 'not_sent', note: 'connect_timeout' })];
  }
  if (status === 'refused') {
    const note = JSON.stringify({
      kind: { kind: 'bad_field', field: 'accountNo' },
      code: '300',
      message: 'accountNo error',
    });
    return [...sent, event(3, { ...first, to: 'refused', note })];
  }
  const waiting = [...sent, event(3, { ...first, to: 'pending', gatewayStatus: '1' })];
  if (status === 'pending') return waiting;
  const last = { source: 'delivery', from: 'pending', gatewayStatus: '2' } as const;
  const ended = [...waiting, event(9, { ...last, to: status === 'returned' ? 'succeeded' : status })];
  if (status !== 'returned') return ended;
  return [
    ...ended,
    event(20, { source: 'query', from: 'succeeded', to: 'returned', gatewayStatus: '16' }),
    event(25, {
      source: 'delivery',
      from: 'returned',
      to: 'succeeded',
      judgement: 'late',
      gatewayStatus: '2',
      repeats: 2,
      lastAt: later(order, 90),
    }),
  ];
}

/** The creation and one question, with their answers; newest first. */
export function fakeExchanges(order: OrderSummaryView): ExchangeView[] {
  if (order.status === 'prepared' || order.status === 'cancelled') return [];
  const body = `{"externalOrderId":"${order.number}","amount":${order.amount},"nonce":"k7"}`;
  const creation: ExchangeView = {
    id: `${order.id}-x1`,
    operation: 'create',
    method: 'POST',
    url: 'http://127.0.0.1:7801/api/order/create',
    requestHeaders: [
      { name: 'content-type', value: 'application/json' },
      { name: 'access_key', value: 'ak_practice' },
      { name: 'sign', value: '•••' },
    ],
    requestBody: body,
    status: 200,
    responseHeaders: [
      { name: 'content-type', value: 'application/json' },
      { name: 'date', value: new Date(later(order, 6)).toUTCString() },
    ],
    responseBody: '{"code":200,"success":true,"data":{"orderId":"P900000000000","fee":4.5000}}',
    error: null,
    startedAt: later(order, 4),
    tookMs: 312,
    repeats: 0,
    curl: `curl -X POST 'http://127.0.0.1:7801/api/order/create' \\\n  -H 'sign: •••' \\\n  --data-binary '${body}'`,
  };
  const noAnswer = { status: null, responseHeaders: [], responseBody: null } as const;
  if (order.status === 'not_sent') {
    return [{ ...creation, ...noAnswer, responseHeaders: [], error: 'connect_timeout', tookMs: 10_000 }];
  }
  if (order.status === 'unknown' || order.status === 'abandoned') {
    return [
      {
        ...creation,
        id: `${order.id}-x2`,
        operation: 'query',
        url: 'http://127.0.0.1:7801/api/order/query',
        requestBody: `{"externalOrderId":"${order.number}"}`,
        responseBody: '{"code":300,"success":false,"msg":"order not exist","data":null}',
        startedAt: later(order, 18),
        repeats: 3,
      },
      { ...creation, ...noAnswer, responseHeaders: [], error: 'silent', tookMs: 30_000 },
    ];
  }
  return [
    {
      ...creation,
      id: `${order.id}-x2`,
      operation: 'query',
      url: 'http://127.0.0.1:7801/api/order/query',
      requestBody: `{"externalOrderId":"${order.number}"}`,
      startedAt: later(order, 18),
      repeats: 2,
    },
    creation,
  ];
}

/** A genuine callback, and for a returned order one that could not be verified. */
export function fakeDeliveries(order: OrderSummaryView): DeliveryView[] {
  if (order.status !== 'succeeded' && order.status !== 'returned') return [];
  const genuine: DeliveryView = {
    id: `${order.id}-d1`,
    receivedAt: later(order, 18),
    accountName: order.accountName,
    verified: true,
    rendering: 'source_keep_empty',
    suspicion: null,
    nearMiss: null,
    stringBuilt: null,
    orderId: order.id,
    orderNumber: order.number,
    effect: 'applied',
    repeats: 1,
    headers: [
      { name: 'access_key', value: 'ak_practice' },
      { name: 'timestamp', value: String(Date.parse(later(order, 17))) },
    ],
    body: `{"externalOrderId":"${order.number}","status":2,"amount":${order.amount}}`,
  };
  if (order.status === 'succeeded') return [genuine];
  return [
    {
      ...genuine,
      id: `${order.id}-d2`,
      verified: false,
      rendering: null,
      suspicion: 'wrong_signature',
      nearMiss: 'reserialised',
      stringBuilt: `amount=${order.amount}&externalOrderId=${order.number}&status=2`,
      effect: 'unverified',
      repeats: 0,
    },
    genuine,
  ];
}

/** A further payment to a collect order. */
export const fakeSupplement = (more: Partial<SupplementView> = {}): SupplementView => ({
  gatewayNumber: 'P950000000001',
  amount: '50',
  fee: null,
  gatewayStatus: 'SUCCESS',
  receivedAt: new Date().toISOString(),
  ...more,
});
