import { Button, Group, Stack, Text } from '@mantine/core';
import { IconEdit, IconPlus } from '@tabler/icons-react';
import { Navigate, useNavigate, useParams } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { type OrderDetailView, useOnScreen, useOrder } from '../../ipc';
import { Amount, DetailList, LoadingState, Page, Time } from '../../parts';
import { Completed, FailedToLoad, Stale } from '../../words';
import { DamagedOrder } from '../data';
import {
  Abandoned,
  EvidenceList,
  Flags,
  OrderLinks,
  Sending,
  StatusHead,
  Unknown,
  useStatusAnnouncement,
  Why,
} from '../outcome';
import { PayBox } from './PayBox';
import { SupplementList } from './SupplementList';

/** What became of a collect order: made to be shown to the payer, and live. */
export function CollectResultScreen() {
  const intl = useIntl();
  const { id } = useParams({ from: '/collect/$id' });
  const order = useOrder(id);
  useOnScreen(id);
  useStatusAnnouncement(order.data?.summary);
  if (order.data?.summary.direction === 'payout') {
    return <Navigate to="/payout/$id" params={{ id }} replace />;
  }
  return (
    <Page title={intl.formatMessage({ id: 'collect.result' })} width="reading">
      {order.data !== undefined ? (
        <Stack gap="lg">
          <Stale query={order} />
          <Result order={order.data} />
        </Stack>
      ) : order.isError ? (
        <FailedToLoad error={order.error} onAgain={() => void order.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Page>
  );
}

function Result({ order }: { order: OrderDetailView }) {
  return (
    <Stack gap="lg">
      <DamagedOrder damaged={order.summary.damaged} />
      <StatusHead order={order} />
      <Sending order={order} />
      <Flags order={order} />
      <Body order={order} />
      <EvidenceList order={order} level={2} />
      <SupplementList order={order} />
      <Group justify="space-between" gap="sm">
        <OrderLinks order={order} />
        <Next order={order} />
      </Group>
    </Stack>
  );
}

/** What the payer or the person needs to know, by where the order stands. */
function Body({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  switch (order.summary.status) {
    case 'pending':
    case 'processing':
      return <PayBox order={order} />;
    case 'succeeded':
    case 'returned':
      return <Paid order={order} />;
    case 'unknown':
      return (
        <Stack gap="md">
          <Text>{intl.formatMessage({ id: 'collect.unknown' })}</Text>
          <Unknown order={order} level={2} />
        </Stack>
      );
    case 'abandoned':
      return <Abandoned order={order} level={2} />;
    case 'prepared':
    case 'sending':
    case 'not_sent':
    case 'refused':
    case 'failed':
    case 'expired':
    case 'cancelled':
      return <Why order={order} />;
  }
}

function Paid({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { summary, completedAt, channelNumber, receivedTotal } = order;
  const amount = (value: string | null) =>
    value === null ? null : <Amount value={value} currency={summary.currency} />;
  return (
    <>
      <Why order={order} />
      <DetailList
        details={[
          {
            term: intl.formatMessage({ id: 'collect.received' }),
            value: amount(receivedTotal ?? summary.actualAmount),
          },
          { term: intl.formatMessage({ id: 'collect.fee' }), value: amount(summary.fee) },
          { term: intl.formatMessage({ id: 'collect.payer' }), value: summary.name },
          { term: intl.formatMessage({ id: 'collect.channel_number' }), value: channelNumber },
          {
            term: intl.formatMessage({ id: 'collect.completed' }),
            value: completedAt === null ? null : <Completed at={completedAt} />,
          },
          { term: intl.formatMessage({ id: 'collect.heard' }), value: <Time at={summary.updatedAt} /> },
        ]}
      />
    </>
  );
}

/** Where to go from here. While the outcome is open, making it again is not offered. */
function Next({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { id, status, accountId } = order.summary;
  if (status === 'unknown' || status === 'sending') return null;
  if (status === 'refused' || status === 'not_sent') {
    return (
      <Button
        leftSection={<IconEdit size="1.1em" aria-hidden />}
        onClick={() => void navigate({ to: '/collect', search: { like: id } })}
      >
        {intl.formatMessage({ id: 'collect.mend' })}
      </Button>
    );
  }
  return (
    <Button
      variant="default"
      leftSection={<IconPlus size="1.1em" aria-hidden />}
      onClick={() => void navigate({ to: '/collect', search: { account: accountId } })}
    >
      {intl.formatMessage({ id: 'collect.another' })}
    </Button>
  );
}
