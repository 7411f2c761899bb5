import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCopyPlus, IconHandStop, IconRefresh, IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, shell } from '../../../ipc';
import { Dialog, useCopy, useKeys } from '../../../parts';
import { useVaultDialog } from '../../../session/vault';
import { Failure } from '../../../words';
import { Abandon } from '../../outcome';
import { useAskGateway } from '../useAskGateway';
import { SendQuestion } from './SendQuestion';
import { useOrderCommand } from './useOrderCommand';

/** What can be done about an order now. What cannot is not offered, or says why not. */
export function Actions({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { status, direction } = order.summary;
  // Making it again while its outcome is open could pay twice: that stays closed until it is settled.
  const open = status === 'unknown' || status === 'sending';
  // What still waits here is sent or cancelled, not doubled.
  const waits = status === 'prepared' || status === 'not_sent';
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {order.canSend ? <Send order={order} /> : null}
        <Ask order={order} />
        {order.canCancel && order.sendsAt === null ? <Cancel order={order} /> : null}
        {status === 'unknown' ? <Abandon order={order} /> : null}
        {open || waits ? null : <Again order={order} />}
      </Group>
      {open ? (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: `orders.again.closed.${direction}` })}
        </Text>
      ) : null}
    </Stack>
  );
}

function Ask({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { number, status } = order.summary;
  const { ask, asking, answer, error } = useAskGateway();
  const [copy] = useCopy();
  const unsent = status === 'prepared' || status === 'cancelled' || status === 'not_sent';
  const possible = order.canAsk && !unsent;
  useKeys([
    {
      keys: 'c',
      label: intl.formatMessage({ id: 'orders.key.copy' }),
      run: () => copy(number, intl.formatMessage({ id: 'words.order_number' })),
    },
    {
      keys: 'r',
      label: intl.formatMessage({ id: 'orders.key.ask' }),
      run: () => {
        if (possible) ask(order.summary);
      },
    },
  ]);
  if (unsent) return null;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconRefresh size="1.1em" aria-hidden />}
        loading={asking}
        disabled={!possible}
        onClick={() => ask(order.summary)}
      >
        {intl.formatMessage({ id: 'orders.action.ask' })}
      </Button>
      {order.canAsk ? null : (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: 'orders.action.ask.impossible' })}
        </Text>
      )}
      {answer === undefined ? null : (
        <Text size="sm" c="dimmed">
          {answer}
        </Text>
      )}
      {error === null ? null : <Failure error={error} onAgain={() => ask(order.summary)} />}
    </>
  );
}

function Send({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const vault = useVaultDialog();
  const [asked, ask] = useState(false);
  const send = useOrderCommand(() => shell.sendPayout(order.summary.id));
  return (
    <>
      <Button size="sm" leftSection={<IconSend size="1.1em" aria-hidden />} onClick={() => ask(true)}>
        {intl.formatMessage({ id: 'orders.action.send' })}
      </Button>
      <SendQuestion
        order={order}
        opened={asked}
        busy={send.isPending}
        error={send.error}
        onClose={() => ask(false)}
        onSend={() =>
          vault.need([order.summary.accountId], () => send.mutate(undefined, { onSuccess: () => ask(false) }))
        }
      />
    </>
  );
}

function Cancel({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const [asked, ask] = useState(false);
  const cancel = useOrderCommand(() => shell.cancelPayout(order.summary.id));
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconHandStop size="1.1em" aria-hidden />}
        onClick={() => ask(true)}
      >
        {intl.formatMessage({ id: 'orders.action.cancel' })}
      </Button>
      <Dialog
        opened={asked}
        onClose={() => ask(false)}
        title={intl.formatMessage({ id: 'orders.cancel.title' })}
        confirm={intl.formatMessage({ id: 'orders.action.cancel' })}
        danger
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate(undefined, { onSuccess: () => ask(false) })}
      >
        <Text size="sm">{intl.formatMessage({ id: 'orders.cancel.what' })}</Text>
        {cancel.isError ? <Failure error={cancel.error} /> : null}
      </Dialog>
    </>
  );
}

function Again({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { id, direction, status } = order.summary;
  const mend = status === 'refused';
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconCopyPlus size="1.1em" aria-hidden />}
      onClick={() =>
        void navigate({ to: direction === 'collect' ? '/collect' : '/payout', search: { like: id } })
      }
    >
      {intl.formatMessage({ id: mend ? 'orders.action.mend' : 'orders.action.again' })}
    </Button>
  );
}
