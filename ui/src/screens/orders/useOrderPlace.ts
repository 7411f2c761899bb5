import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { OrderSearch } from '../../frame/orderSearch';
import { useScope } from '../../session/scope';
import { without } from './list/search';

/** Where the person is among the orders: what is searched, in the address, and the order that is open. */
export function useOrderPlace() {
  const search = useSearch({ from: '/orders' });
  const { id: openId } = useParams({ strict: false });
  const { setAccountId } = useScope();
  const navigate = useNavigate();
  const open = useCallback(
    (id: string, replace = false) =>
      void navigate({ to: '/orders/$id', params: { id }, search: (now) => now as OrderSearch, replace }),
    [navigate],
  );
  const close = useCallback(
    () => void navigate({ to: '/orders', search: (now) => now as OrderSearch }),
    [navigate],
  );
  // A changed filter keeps the open order open: only the list beside it changes.
  const filter = useCallback(
    (changes: Partial<{ [Name in keyof OrderSearch]: OrderSearch[Name] | undefined }>): Promise<void> => {
      // Another search begins at its beginning, wherever the list stood.
      const other = 'text' in changes ? { day: undefined } : {};
      const changed = (now: OrderSearch) => without({ ...now, ...other, ...changes }) as OrderSearch;
      return openId === undefined
        ? navigate({ to: '/orders', search: (now) => changed(now as OrderSearch), replace: true })
        : navigate({
            to: '/orders/$id',
            params: { id: openId },
            search: (now) => changed(now as OrderSearch),
            replace: true,
          });
    },
    [navigate, openId],
  );
  /** Another list as a whole: a saved view, or all orders. The way back leads to the one before. */
  const show = useCallback((wanted: OrderSearch) => navigate({ to: '/orders', search: wanted }), [navigate]);
  const clear = useCallback(() => {
    setAccountId(null);
    void filter({ text: undefined, day: undefined, view: undefined });
  }, [filter, setAccountId]);
  return { search, openId, open, close, filter, show, clear };
}
