import { QueryClient } from '@tanstack/react-query';

/** The window's cache. Events refresh it; it never retries and never asks again by itself. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
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
