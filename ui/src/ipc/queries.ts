// One hook per noun. Nothing polls: answers stay good until an event says otherwise (events.ts).
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DraftRequest, OrderQuery } from './bindings';
import { shell } from './commands';
import { doneUnread, type IpcError } from './error';
import { keys } from './keys';
import { quiet } from './quiet';

const appState = queryOptions({ queryKey: keys.appState, queryFn: () => shell.appState() });

/** Mode, vault, and the accounts that can be used now. */
export const useAppState = () => useQuery(appState);

/** Asks at once for what the first screen waits for, while the window is still being drawn. */
export const askForAppState = (client: QueryClient): void => void client.prefetchQuery(appState);

/** Every market of the catalogue; never changes while the program runs. */
export const useMarkets = () => useQuery({ queryKey: keys.markets, queryFn: () => shell.listMarkets() });

/** The accounts of the present mode, retired ones included. */
export const useAccounts = () =>
  useQuery({ queryKey: keys.accounts, queryFn: () => shell.listAccounts(true) });

/** Gateways reachable or not, clocks, the watching of open orders, the listener. */
export const useStatusLine = () => useQuery({ queryKey: keys.statusLine, queryFn: () => shell.statusLine() });

export const useOverview = () => useQuery({ queryKey: keys.overview, queryFn: () => shell.overview() });

const COUNT_AFTER_MS = 150;

/**
 * How many orders a list has, counted in the background: the ledger may take seconds for it. `undefined` counts
 * nothing. The order of the rows does not matter for it.
 */
export const useOrderCount = (query: Omit<OrderQuery, 'after' | 'limit' | 'sort'> | undefined) =>
  useQuery({
    queryKey: keys.orderCount(query ?? {}),
    queryFn: async ({ signal }) => {
      await quiet(signal, COUNT_AFTER_MS);
      return shell.countOrders(query ?? {});
    },
    enabled: query !== undefined,
  });

/** The few newest orders that contain `text`, for the palette. */
export const useFindOrders = (text: string) =>
  useQuery({
    queryKey: keys.orderFind(text),
    queryFn: () => shell.listOrders({ text, limit: 8 }),
    enabled: text.trim().length > 0,
    placeholderData: keepPreviousData,
  });

export const useOrder = (id: string | undefined) =>
  useQuery({
    queryKey: keys.order(id ?? ''),
    queryFn: () => shell.orderDetail(id ?? ''),
    enabled: id !== undefined && id !== '',
  });

/** Tells the shell that this order is looked at: when it is due, it is asked about before all others. */
export const useOnScreen = (id: string) =>
  useEffect(() => {
    // Only a hint: an order of a list that has just gone is none to speak of.
    shell.onScreen([id]).catch(() => undefined);
    return () => void shell.onScreen([]).catch(() => undefined);
  }, [id]);

export const useBalances = () => useQuery({ queryKey: keys.balances, queryFn: () => shell.balances() });

export const useBanks = (accountId: string | undefined) =>
  useQuery({
    queryKey: keys.banks(accountId ?? ''),
    queryFn: () => shell.banks(accountId ?? ''),
    enabled: accountId !== undefined && accountId !== '',
  });

/** The check of a draft while it is being filled in; hand in a debounced draft. */
export const useDraftReport = (accountId: string | undefined, draft: DraftRequest | undefined) =>
  useQuery({
    queryKey: keys.draft(accountId ?? '', draft),
    queryFn: () => shell.checkDraft(accountId ?? '', draft as DraftRequest),
    enabled: accountId !== undefined && accountId !== '' && draft !== undefined,
    placeholderData: keepPreviousData,
    // What it says of duplicates and balance ages at once; it is cheap and local.
    staleTime: 0,
    gcTime: 10_000,
  });

export const useDeliveries = () =>
  useInfiniteQuery({
    queryKey: keys.deliveries,
    queryFn: ({ pageParam }) => shell.listDeliveries(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** The live ledger's folder, check and backups. */
export const useData = () => useQuery({ queryKey: keys.data, queryFn: () => shell.dataState() });

export const useListener = () => useQuery({ queryKey: keys.listener, queryFn: () => shell.listenerState() });

/**
 * A command that changes something. The shell's events refresh what it touched; `touches` names what has no
 * event of its own. Never retried: a second press is a person's decision.
 */
export function useCommand<Input, Output>(
  run: (input: Input) => Promise<Output>,
  touches: readonly (readonly unknown[])[] = [],
) {
  const client = useQueryClient();
  return useMutation<Output, IpcError, Input>({
    mutationFn: run,
    onSuccess: async () => {
      await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      const id = doneUnread(error);
      if (id === undefined) return;
      // It was done all the same: what it touched is as stale as after a success.
      for (const queryKey of [keys.order(id), ...touches]) void client.invalidateQueries({ queryKey });
    },
  });
}
