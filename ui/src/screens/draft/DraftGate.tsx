import { Button } from '@mantine/core';
import { IconWallet } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { type DirectionKind, useAppState, useMarkets, useOrder } from '../../ipc';
import { EmptyState, LoadingState } from '../../parts';
import { useScope } from '../../session/scope';
import { FailedToLoad } from '../../words';
import { type AccountChoice, productsOf } from './form';
import type { Start } from './useOrderForm';

type DraftGateProps = {
  direction: DirectionKind;
  /** What the address says: an order to make again, an account to begin with. */
  search: { like?: string; account?: string };
  children: (choices: readonly AccountChoice[], start: Start) => ReactNode;
};

/** Waits until everything that a form needs is known, then shows it. */
export function DraftGate({ direction, search, children }: DraftGateProps) {
  const state = useAppState();
  const markets = useMarkets();
  const like = useOrder(search.like);
  const { accountId: scoped } = useScope();
  const waiting = [state, markets, ...(search.like === undefined ? [] : [like])];
  // What has loaded stays when it cannot be read again, with what was typed into the form.
  const failed = waiting.find(({ isError, data }) => isError && data === undefined);
  if (failed !== undefined) {
    return <FailedToLoad error={failed.error} onAgain={() => void failed.refetch()} />;
  }
  if (waiting.some((query) => query.isPending)) return <LoadingState />;
  const choices = (state.data?.accounts ?? []).flatMap((account): AccountChoice[] => {
    const market = markets.data?.find(({ id }) => id === account.marketId);
    const products = market === undefined ? [] : productsOf(market, direction);
    return market === undefined || products.length === 0 ? [] : [{ account, market, products }];
  });
  if (choices.length === 0) return <NoAccounts />;
  const order = search.like === undefined ? undefined : like.data;
  const known = (id: string | null | undefined) =>
    choices.some(({ account }) => account.id === id) ? (id ?? null) : null;
  const accountId = known(order?.summary.accountId) ?? known(search.account) ?? known(scoped);
  const draft =
    order !== undefined && known(order.summary.accountId) !== null
      ? { ...order.draft, fields: { ...order.draft.fields } }
      : null;
  return children(choices, { accountId, draft });
}

function NoAccounts() {
  const intl = useIntl();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={IconWallet}
      title={intl.formatMessage({ id: 'forms.no_accounts.title' })}
      action={
        <Button onClick={() => void navigate({ to: '/settings' })}>
          {intl.formatMessage({ id: 'forms.no_accounts.action' })}
        </Button>
      }
    >
      {intl.formatMessage({ id: 'forms.no_accounts' })}
    </EmptyState>
  );
}
