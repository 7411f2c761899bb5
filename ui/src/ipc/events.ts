import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { door, type EventName, type EventPayload } from './door';
import { keys } from './keys';

type Stale = readonly (readonly unknown[])[];

/** Which cached answers an event makes stale, and no others. */
const touched: { [Name in EventName]: (payload: EventPayload<Name>) => Stale } = {
  orderChanged: ({ orderId }) => [
    keys.order(orderId),
    keys.orders,
    keys.overview,
    keys.balances,
    // A payout that is being filled in or reviewed is held against all others.
    keys.drafts,
  ],
  // Marks move no order: neither balances nor drafts know of them.
  ordersMarked: ({ orderIds }) => [...orderIds.map(keys.order), keys.orders, keys.labels],
  balanceChanged: () => [keys.balances, keys.overview],
  banksChanged: ({ accountId }) => [keys.banks(accountId)],
  deliveryReceived: () => [keys.deliveries, keys.statusLine, keys.overview],
  accountsChanged: () => [
    keys.accounts,
    keys.appState,
    keys.statusLine,
    keys.overview,
    keys.balances,
    keys.listener,
  ],
  listenerChanged: () => [keys.listener, keys.statusLine],
  // The other ledger is on show, or the vault opened: all that is cached may be another's.
  appStateChanged: () => [[]],
  // Fetched by who goes there (places.ts).
  placeAsked: () => [],
  statusLineChanged: () => [keys.statusLine],
  // A sealed ledger offers nothing on any screen that it offered before.
  dataChanged: ({ sealed }) => (sealed ? [[]] : [keys.data, keys.appState]),
};

/** What many orders that move touch together. */
const shared: Stale = [keys.orders, keys.overview, keys.balances];
const AGAIN_MS = 100;

/**
 * Makes answers stale as `invalidateQueries` does, but for shared ones that are being fetched: these are let finish, and
 * fetched once more then. Under steady events a long list would be begun anew again and again, and never be shown.
 */
function gently(client: QueryClient): { stale: (queryKey: readonly unknown[]) => void; stop: () => void } {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const stale = (queryKey: readonly unknown[]) => {
    const name = JSON.stringify(queryKey);
    if (waiting.has(name)) return;
    if (!shared.includes(queryKey) || client.isFetching({ queryKey }) === 0) {
      void client.invalidateQueries({ queryKey });
      return;
    }
    const again = () => {
      waiting.delete(name);
      stale(queryKey);
    };
    waiting.set(name, setTimeout(again, AGAIN_MS));
  };
  const stop = () => {
    for (const timer of waiting.values()) clearTimeout(timer);
  };
  return { stale, stop };
}

/** Lets the shell's events refresh what they touch, for as long as the component is there. */
export function useShellEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const { stale, stop } = gently(client);
    const stops = (Object.keys(touched) as EventName[]).map((name) => follow(name, stale));
    return () => {
      stop();
      for (const stopped of stops) void stopped.then((end) => end());
    };
  }, [client]);
}

function follow<Name extends EventName>(
  name: Name,
  stale: (queryKey: readonly unknown[]) => void,
): Promise<() => void> {
  return door().listen(name, (payload) => {
    touched[name](payload).forEach(stale);
  });
}

/** Tells of every order that moves, for as long as the component is there. */
export const useOrderEvents = (tell: (event: EventPayload<'orderChanged'>) => void): void =>
  useEvents('orderChanged', tell);

/** Tells of marks that orders were given or lost. */
export const useMarkEvents = (tell: () => void): void => useEvents('ordersMarked', tell);

function useEvents<Name extends EventName>(name: Name, tell: (event: EventPayload<Name>) => void): void {
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    const stop = door().listen(name, (event) => latest.current(event));
    return () => void stop.then((end) => end());
  }, [name]);
}
