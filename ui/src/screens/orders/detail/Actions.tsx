import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCopyPlus, IconHandStop, IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, shell } from '../../../ipc';
import { Dialog } from '../../../parts';
import { useIsOwnWindow } from '../../../session/ownWindow';
import { useVaultDialog } from '../../../session/vault';
import { Failure, gravest, useCannotAsk } from '../../../words';
import { isGuardError, useGuard } from '../../guard';
import { AskAnswer, AskButton, useOrderKeys } from '../../outcome';
import { useAskGateway } from '../useAskGateway';
import { SendQuestion } from './SendQuestion';
import { useOrderCommand } from './useOrderCommand';

/** What can be done about an order now. What cannot is not offered, or says why not. */
export function Actions({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { status, direction } = order.summary;
  const own = useIsOwnWindow();
  // Making it again while its outcome is open could pay twice: that stays closed until it is settled.
  const open = status === 'unknown' || status === 'sending';
  // What can be done about these stands in their own part.
  const apart = status === 'unknown' || status === 'abandoned';
  // What still waits here is sent or cancelled, not doubled.
  const waits = status === 'prepared' || status === 'not_sent';
  // Nobody pays once more while it is not even sure how often it was paid.
  const alarmed = direction === 'payout' && gravest(order.summary) !== undefined;
  if (status === 'abandoned') return null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {order.canSend && !own ? <Send order={order} /> : null}
        {apart ? null : <Ask order={order} />}
        {order.canCancel && order.sendsAt === null ? <Cancel order={order} /> : null}
        {open || waits || apart || alarmed || own ? null : <Again order={order} />}
      </Group>
      {open ? (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: `orders.again.closed.${direction}` })}
        </Text>
      ) : null}
      <DoneInMain />
    </Stack>
  );
}

/** In a window of the order's own: where the rest is done. */
function DoneInMain() {
  const intl = useIntl();
  if (!useIsOwnWindow()) return null;
  return (
    <Text size="sm" c="dimmed">
      {intl.formatMessage({ id: 'own.main.why' })}
    </Text>
  );
}

function Ask({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const asking = useAskGateway();
  const cause = useCannotAsk(order);
  const { status } = order.summary;
  const unsent = status === 'prepared' || status === 'cancelled' || status === 'not_sent';
  useOrderKeys(order, order.canAsk && !unsent ? () => asking.ask(order.summary) : null);
  if (unsent) return null;
  return (
    <>
      <AskButton order={order} asking={asking} />
      {cause === null ? null : (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: `orders.action.ask.impossible.${cause}` })}
        </Text>
      )}
      <AskAnswer order={order} asking={asking} />
    </>
  );
}

function Send({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const vault = useVaultDialog();
  const [asked, ask] = useState(false);
  const guard = useGuard();
  const [guarded, askForGuard] = useState(false);
  const send = useOrderCommand(async () =>
    shell.sendPayout(order.summary.id, guarded ? await guard.take() : null),
  );
  const start = () =>
    send.mutate(undefined, {
      onSuccess: () => ask(false),
      onError: (refused) => {
        if (isGuardError(refused)) askForGuard(true);
      },
    });
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
        guard={guarded ? guard : null}
        onSend={() => vault.need([order.summary.accountId], start)}
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
