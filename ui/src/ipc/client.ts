import { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';

/** How long a list that nobody looks at any more is kept: who types leaves one behind with each key. */
const LIST_KEPT_MS = 30_000;

/** The window's cache. Events refresh it; it never retries and never asks again by itself. */
export function newQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // Everything is local: being "offline" says nothing about the ledger.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  for (const queryKey of [keys.orders, keys.searchCounts]) {
    client.setQueryDefaults(queryKey, { gcTime: LIST_KEPT_MS });
  }
  return client;
}
