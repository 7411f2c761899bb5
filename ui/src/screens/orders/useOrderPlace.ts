import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { OrderSearch } from '../../frame/orderSearch';
import { useScope } from '../../session/scope';
import { without } from './list/search';

/** Where the person is among the orders: the filters in the address, and the order that is open. */
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
    (changes: Partial<{ [Name in keyof OrderSearch]: OrderSearch[Name] | undefined }>) => {
      const changed = (now: OrderSearch) => without({ ...now, ...changes }) as OrderSearch;
      if (openId === undefined) {
        void navigate({ to: '/orders', search: (now) => changed(now as OrderSearch), replace: true });
      } else {
        void navigate({
          to: '/orders/$id',
          params: { id: openId },
          search: (now) => changed(now as OrderSearch),
          replace: true,
        });
      }
    },
    [navigate, openId],
  );
  const clear = useCallback(() => {
    setAccountId(null);
    filter({
      text: undefined,
      direction: undefined,
      statuses: undefined,
      needsPerson: undefined,
      from: undefined,
      to: undefined,
      min: undefined,
      max: undefined,
    });
  }, [filter, setAccountId]);
  return { search, openId, open, close, filter, clear };
}
