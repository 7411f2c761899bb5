import { Stack, Text } from '@mantine/core';
import { Navigate, useParams } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { type OrderDetailView, useOnScreen, useOrder } from '../../ipc';
import { Amount, Code, DetailList, LoadingState, Page, Time } from '../../parts';
import { Completed, FailedToLoad, Stale } from '../../words';
import { DamagedOrder } from '../data';
import {
  Abandoned,
  EvidenceList,
  Flags,
  OrderLinks,
  Questions,
  Replacement,
  Sending,
  StatusHead,
  Unknown,
  useStatusAnnouncement,
  Why,
} from '../outcome';
import { Grace } from './Grace';
import { NextStep } from './NextStep';

/** What became of one payout, followed to its end. */
export function PayoutOutcomeScreen() {
  const intl = useIntl();
  const { id } = useParams({ from: '/payout/$id' });
  const order = useOrder(id);
  useOnScreen(id);
  useStatusAnnouncement(order.data?.summary);
  if (order.data?.summary.direction === 'collect') {
    return <Navigate to="/collect/$id" params={{ id }} replace />;
  }
  return (
    <Page title={intl.formatMessage({ id: 'payout.outcome' })} width="reading">
      {order.data !== undefined ? (
        <Stack gap="lg">
          <Stale query={order} />
          <Outcome order={order.data} />
        </Stack>
      ) : order.isError ? (
        <FailedToLoad error={order.error} onAgain={() => void order.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Page>
  );
}

function Outcome({ order }: { order: OrderDetailView }) {
  const { status } = order.summary;
  return (
    <Stack gap="lg">
      <DamagedOrder damaged={order.summary.damaged} />
      <StatusHead order={order} />
      <Sending order={order} />
      <Replacement order={order} />
      <Flags order={order} />
      <Story order={order} />
      {/* What was sent tells the same, at the same place. */}
      {status === 'unknown' ? null : <Payee order={order} />}
      <NextStep key={status} order={order} />
      <EvidenceList order={order} level={2} />
      <OrderLinks order={order} />
    </Stack>
  );
}

/** What has to be said about it, by where it stands. */
function Story({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  switch (order.summary.status) {
    case 'prepared':
      return order.sendsAt === null ? (
        <Text>{intl.formatMessage({ id: 'payout.waits' })}</Text>
      ) : (
        <Grace order={order} sendsAt={order.sendsAt} />
      );
    case 'unknown':
      return <Unknown order={order} level={2} />;
    case 'abandoned':
      return <Abandoned order={order} level={2} />;
    case 'pending':
    case 'processing':
      return <Questions order={order} />;
    case 'succeeded':
      return order.summary.provisional ? (
        <Text>{intl.formatMessage({ id: 'payout.provisional' })}</Text>
      ) : null;
    case 'sending':
    case 'cancelled':
      return null;
    case 'not_sent':
    case 'refused':
    case 'failed':
    case 'returned':
    case 'expired':
      return <Why order={order} />;
  }
}

function Payee({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { summary, accountNumber, channelNumber, completedAt, duplicateReason } = order;
  const what = intl.formatMessage({ id: 'forms.role.payee_account' });
  return (
    <DetailList
      details={[
        summary.name === null
          ? null
          : { term: intl.formatMessage({ id: 'payout.payee' }), value: <bdi>{summary.name}</bdi> },
        accountNumber === null ? null : { term: what, value: <Code value={accountNumber} what={what} /> },
        { term: intl.formatMessage({ id: 'forms.channel' }), value: summary.channel },
        { term: intl.formatMessage({ id: 'words.account' }), value: summary.accountName },
        summary.fee === null
          ? null
          : {
              term: intl.formatMessage({ id: 'collect.fee' }),
              value: <Amount value={summary.fee} currency={summary.currency} />,
            },
        { term: intl.formatMessage({ id: 'collect.channel_number' }), value: channelNumber },
        {
          term: intl.formatMessage({ id: 'collect.completed' }),
          value: completedAt === null ? null : <Completed at={completedAt} />,
        },
        { term: intl.formatMessage({ id: 'payout.reason' }), value: duplicateReason },
        { term: intl.formatMessage({ id: 'payout.made' }), value: <Time at={summary.createdAt} /> },
      ]}
    />
  );
}
