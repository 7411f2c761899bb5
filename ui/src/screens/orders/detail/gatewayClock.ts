import type { EventView, NamedValue, OrderDetailView } from '../../../ipc';

/** Between an answer or a callback and the event it led to lies no more than this. */
const NEAR_MS = 5_000;

/**
 * What the gateway's clock said when it told us, in Unix milliseconds: the `Date` of the answer, the `timestamp` of the
 * callback. Nothing where no clock was told: at our own steps, and where the gateway sends none.
 */
export function gatewayClock(
  { at, source }: EventView,
  { exchanges, deliveries }: Pick<OrderDetailView, 'exchanges' | 'deliveries'>,
): number | null {
  const when = Date.parse(at);
  if (source === 'answer' || source === 'query') {
    const operation = source === 'answer' ? 'create' : 'query';
    const told = nearest(
      exchanges.filter((exchange) => exchange.operation === operation),
      (exchange) => Date.parse(exchange.startedAt) + (exchange.tookMs ?? 0),
      when,
    );
    return told === undefined ? null : clockIn(told.responseHeaders);
  }
  if (source !== 'delivery') return null;
  const told = nearest(deliveries, ({ receivedAt }) => Date.parse(receivedAt), when);
  return told === undefined ? null : clockIn(told.headers);
}

function nearest<T>(all: readonly T[], moment: (one: T) => number, when: number): T | undefined {
  const way = (one: T) => Math.abs(moment(one) - when);
  return all.filter((one) => way(one) <= NEAR_MS).sort((one, other) => way(one) - way(other))[0];
}

/** Years in which a clock can stand that is worth telling. */
const SANE = { from: Date.UTC(2000, 0), to: Date.UTC(2100, 0) };

function clockIn(headers: readonly NamedValue[]): number | null {
  const text = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value ?? '';
  const stamp = /^\d{13}$/.test(text('timestamp')) ? Number(text('timestamp')) : Date.parse(text('date'));
  return stamp >= SANE.from && stamp < SANE.to ? stamp : null;
}
