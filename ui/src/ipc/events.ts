import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { door, type EventName, type EventPayload } from './door';
import { keys } from './keys';

type Stale = readonly (readonly unknown[])[];

/** Which cached answers an event makes stale, and no others. */
const touched: { [Name in EventName]: (payload: EventPayload<Name>) => Stale } = {
  orderChanged: ({ orderId }) => [keys.order(orderId), keys.orders, keys.overview, keys.balances],
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
  statusLineChanged: () => [keys.statusLine],
};

/** Lets the shell's events refresh what they touch, for as long as the component is there. */
export function useShellEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stops = (Object.keys(touched) as EventName[]).map((name) => follow(client, name));
    return () => {
      for (const stop of stops) void stop.then((end) => end());
    };
  }, [client]);
}

function follow<Name extends EventName>(client: QueryClient, name: Name): Promise<() => void> {
  return door().listen(name, (payload) => {
    for (const queryKey of touched[name](payload)) void client.invalidateQueries({ queryKey });
  });
}
