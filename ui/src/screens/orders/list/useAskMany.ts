import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asIpcError, type IpcError, keys, type OrderSummaryView, type StatusKind, shell } from '../../../ipc';
import { useVaultDialog } from '../../../session/vault';

/** How the questions about several orders go on. */
export type Asking = {
  total: number;
  done: number;
  /** How many stand elsewhere than before. */
  changed: number;
  failed: readonly { number: string; error: IpcError }[];
  /** Never sent, so that there is nothing to ask about. */
  unsent: number;
  state: 'running' | 'done' | 'stopped' | 'gave_up';
};

/** After so many failures in a row the next ones would hardly fare better. */
const FAILURES_MAX = 3;

const unsentStatuses: readonly StatusKind[] = ['prepared', 'cancelled', 'not_sent'];

/** Asks the gateway about several orders, one after the other; can be stopped, and stops with the screen. */
export function useAskMany() {
  const client = useQueryClient();
  const vault = useVaultDialog();
  const [asking, tell] = useState<Asking>();
  const turn = useRef(0);
  const stop = useCallback(() => {
    turn.current += 1;
    tell((now) => (now?.state === 'running' ? { ...now, state: 'stopped' } : now));
  }, []);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  const run = async (orders: readonly OrderSummaryView[], unsent: number) => {
    turn.current += 1;
    const mine = turn.current;
    let now: Asking = { total: orders.length, done: 0, changed: 0, failed: [], unsent, state: 'running' };
    let inARow = 0;
    tell(now);
    for (const order of orders) {
      const answer = await ask(order);
      inARow = 'error' in answer ? inARow + 1 : 0;
      if ('error' in answer)
        now = { ...now, failed: [...now.failed, { number: order.number, error: answer.error }] };
      else {
        client.setQueryData(keys.order(order.id), answer.detail);
        if (answer.detail.summary.status !== order.status) now = { ...now, changed: now.changed + 1 };
      }
      now = { ...now, done: now.done + 1 };
      // What was on its way when somebody stopped has been answered; the next is not asked.
      if (turn.current !== mine) {
        const told = now;
        tell((shown) => (shown?.state === 'stopped' ? { ...told, state: 'stopped' } : shown));
        break;
      }
      if (inARow === FAILURES_MAX && now.done < now.total) {
        tell({ ...now, state: 'gave_up' });
        break;
      }
      tell(now.done === now.total ? { ...now, state: 'done' } : now);
    }
    await client.invalidateQueries({ queryKey: keys.orders });
  };
  const start = (orders: readonly OrderSummaryView[]) => {
    const sent = orders.filter(({ status }) => !unsentStatuses.includes(status));
    const unsent = orders.length - sent.length;
    if (sent.length === 0) {
      tell({ total: 0, done: 0, changed: 0, failed: [], unsent, state: 'done' });
      return;
    }
    vault.need([...new Set(sent.map(({ accountId }) => accountId))], () => void run(sent, unsent));
  };
  return { asking, start, stop, forget: useCallback(() => tell(undefined), []) };
}

async function ask({ id }: OrderSummaryView) {
  try {
    return { detail: await shell.askGateway(id) };
  } catch (thrown) {
    return { error: asIpcError(thrown) };
  }
}
