// Searches beside the list: kept ones, what can be asked for, and how many orders each is about.
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { CountView, SavedViewView, SearchEdit } from './bindings';
import { shell } from './commands';
import { useMarkEvents, useOrderEvents } from './events';
import { keys } from './keys';
import { quiet } from './quiet';

/** The kept lists of the present ledger, in their order. */
export const useSavedViews = () => useQuery({ queryKey: keys.savedViews, queryFn: () => shell.savedViews() });

/** Keeps lists in place of all that were kept; the window has them at once. */
export function useKeepViews() {
  const client = useQueryClient();
  return useCallback(
    async (change: (now: readonly SavedViewView[]) => SavedViewView[]) => {
      const now = client.getQueryData<SavedViewView[]>(keys.savedViews) ?? (await shell.savedViews());
      const kept = await shell.setSavedViews(change(now));
      client.setQueryData(keys.savedViews, kept);
    },
    [client],
  );
}

/** The values that a filter can be given, as the ledger knows them (accounts, channels, labels …). */
export const useFilterValues = (filter: string) =>
  useQuery({
    queryKey: keys.searchValues(filter),
    queryFn: async () => {
      const text = `${filter}:`;
      const { suggestions } = await shell.completeSearch(text, text.length);
      return suggestions.map((suggestion) => plainValue(suggestion.text));
    },
    // A label may have come since; it is cheap and local.
    staleTime: 0,
  });

/** A suggested value without the quotation marks in which it would be typed. */
const plainValue = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;

/** A search to be counted: a text, changed by clicks if any, within one account or all. */
export type CountQuestion = { text: string; accountId: string | null; edits?: readonly SearchEdit[] };

const AFTER_MS = 150;

/**
 * How many orders each search is about, counted in the background, one after the other: the ledger may take seconds for
 * one. Those that nobody looks at any more are not counted.
 */
export const useSearchCounts = (questions: readonly CountQuestion[]): (CountView | undefined)[] =>
  useQueries({
    queries: questions.map((question) => ({
      queryKey: keys.searchCount(question),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        await quiet(signal, AFTER_MS);
        return inTurn(signal, () => counted(question, signal));
      },
      // An older count stands until the new one is there.
      staleTime: 0,
    })),
    combine: (results) => results.map(({ data }) => data),
  });

async function counted({ text, accountId, edits }: CountQuestion, signal: AbortSignal): Promise<CountView> {
  const meant = edits === undefined ? text : await shell.editSearch(text, [...edits]);
  signal.throwIfAborted();
  return shell.countOrders({ text: meant, accountId });
}

let last: Promise<unknown> = Promise.resolve();

/** Runs one thing after the other; what was given up while it waited is never begun. */
function inTurn<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const mine = last.then(() => {
    signal.throwIfAborted();
    return run();
  });
  last = mine.catch(() => undefined);
  return mine;
}

const PACE_MS = 2000;

/** Lets orders that move have the searches counted again, at a gentle pace: never while a round is still under way. */
export function useFreshCounts(): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const again = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (client.isFetching({ queryKey: keys.searchCounts }) > 0) again();
      else {
        void client.invalidateQueries({ queryKey: keys.searchCounts });
        void client.invalidateQueries({ queryKey: keys.allSearchValues });
      }
    }, PACE_MS);
  }, [client]);
  useOrderEvents(again);
  useMarkEvents(again);
  useEffect(() => () => clearTimeout(timer.current), []);
}
