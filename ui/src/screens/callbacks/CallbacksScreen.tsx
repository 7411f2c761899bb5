import { Button } from '@mantine/core';
import { IconLock, IconShieldCheck, IconShieldX, IconWebhook } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { type DeliveryView, useDeliveries } from '../../ipc';
import { type Column, EmptyState, LoadingState, Page, Pill, Time, VirtualTable } from '../../parts';
import { FailedToLoad, knownText } from '../../words';
import { DeliveryDrawer } from './DeliveryDrawer';

/** Every callback as it arrived: genuine or not, and what it changed. */
export function CallbacksScreen() {
  const intl = useIntl();
  const navigate = useNavigate();
  const deliveries = useDeliveries();
  const [openId, open] = useState<string>();
  const { fetchNextPage } = deliveries;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const rows = useMemo(
    () => deliveries.data?.pages.flatMap((page) => page.deliveries) ?? [],
    [deliveries.data],
  );
  const columns = useColumns();
  const title = intl.formatMessage({ id: 'frame.nav.callbacks' });
  return (
    <Page title={title} lead={intl.formatMessage({ id: 'callbacks.lead' })} width="full">
      {deliveries.isPending ? (
        <LoadingState />
      ) : deliveries.data === undefined ? (
        <FailedToLoad error={deliveries.error} onAgain={() => void deliveries.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={IconWebhook}
          title={intl.formatMessage({ id: 'callbacks.none' })}
          action={
            <Button
              variant="default"
              onClick={() => void navigate({ to: '/settings', search: { tab: 'listener' } })}
            >
              {intl.formatMessage({ id: 'callbacks.listener' })}
            </Button>
          }
        >
          {intl.formatMessage({ id: 'callbacks.none.help' })}
        </EmptyState>
      ) : (
        <VirtualTable
          name={title}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          onOpen={({ id }) => open(id)}
          openKey={openId}
          hasMore={deliveries.hasNextPage}
          loading={deliveries.isFetchingNextPage}
          onEnd={more}
          minWidth="50rem"
        />
      )}
      <DeliveryDrawer delivery={rows.find(({ id }) => id === openId)} onClose={() => open(undefined)} />
    </Page>
  );
}

function useColumns(): Column<DeliveryView>[] {
  const intl = useIntl();
  return [
    {
      id: 'received',
      header: intl.formatMessage({ id: 'callbacks.column.received' }),
      width: '10rem',
      cell: ({ receivedAt }) => <Time at={receivedAt} />,
    },
    {
      id: 'verdict',
      header: intl.formatMessage({ id: 'callbacks.column.verdict' }),
      width: '9rem',
      cell: (delivery) => <VerdictPill delivery={delivery} />,
    },
    {
      id: 'effect',
      header: intl.formatMessage({ id: 'callbacks.column.effect' }),
      width: 'minmax(10rem, 2fr)',
      cell: ({ effect }) =>
        knownText(intl, `callbacks.effect.${effect}`, 'callbacks.effect.other', { effect }),
    },
    {
      id: 'order',
      header: intl.formatMessage({ id: 'callbacks.column.order' }),
      width: 'minmax(12rem, 1fr)',
      cell: ({ orderNumber }) => (
        <span className="mono">{orderNumber ?? intl.formatMessage({ id: 'parts.none' })}</span>
      ),
    },
    {
      id: 'account',
      header: intl.formatMessage({ id: 'words.account' }),
      width: 'minmax(8rem, 1fr)',
      cell: ({ accountName }) => accountName ?? intl.formatMessage({ id: 'parts.none' }),
    },
    {
      id: 'repeats',
      header: intl.formatMessage({ id: 'callbacks.column.repeats' }),
      width: '6rem',
      align: 'end',
      cell: ({ repeats }) => (repeats === 0 ? '' : intl.formatNumber(repeats)),
    },
  ];
}

/** It came while the secrets were locked: nobody knows yet whether it is genuine. */
export const isUndecided = ({ verified, effect }: Pick<DeliveryView, 'verified' | 'effect'>): boolean =>
  !verified && effect === 'stored';

/** Whether a callback is genuine. */
export function VerdictPill({ delivery }: { delivery: Pick<DeliveryView, 'verified' | 'effect'> }) {
  const intl = useIntl();
  const { verified } = delivery;
  if (isUndecided(delivery)) {
    return (
      <Pill tone="warn" icon={IconLock}>
        {intl.formatMessage({ id: 'callbacks.undecided' })}
      </Pill>
    );
  }
  return (
    <Pill tone={verified ? 'good' : 'warn'} icon={verified ? IconShieldCheck : IconShieldX}>
      {intl.formatMessage({ id: verified ? 'callbacks.verified' : 'callbacks.unverified' })}
    </Pill>
  );
}
