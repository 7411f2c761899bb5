import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconEdit, IconHandStop, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { doneUnread, keys, type OrderDetailView, shell, useCommand } from '../../ipc';
import { amountText } from '../../parts';
import { useVaultDialog } from '../../session/vault';
import { Failure, gravest } from '../../words';
import { GuardFields, isGuardError, useGuard } from '../guard';
import { useAskGateway } from '../orders/useAskGateway';
import { SendButton } from '../outcome';

/** What can be done about a payout now. While its outcome is open, paying again is not offered. */
export function NextStep({ order }: { order: OrderDetailView }) {
  switch (order.summary.status) {
    case 'prepared':
      return order.sendsAt === null ? <Leftover order={order} /> : null;
    case 'not_sent':
      return <Leftover order={order} />;
    case 'pending':
    case 'processing':
      return <AskNow order={order} />;
    case 'refused':
    case 'failed':
    case 'cancelled':
    case 'returned':
    case 'expired':
      return <Mend order={order} />;
    case 'succeeded':
      return <Another order={order} />;
    // What can be done about these stands in their own part.
    case 'unknown':
    case 'abandoned':
    case 'sending':
      return null;
  }
}

/** It never left: a person sends it, or withdraws it. */
function Leftover({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const client = useQueryClient();
  const vault = useVaultDialog();
  const under = useRef(false);
  const { id, accountId, amount, currency } = order.summary;
  const show = (changed: OrderDetailView) => client.setQueryData(keys.order(id), changed);
  const guard = useGuard();
  const [guarded, askForGuard] = useState(false);
  const send = useCommand(
    async (order: string) => shell.sendPayout(order, guarded ? await guard.take() : null),
    [keys.orders],
  );
  const cancel = useCommand((order: string) => shell.cancelPayout(order), [keys.orders]);
  const error = send.error ?? cancel.error;
  const start = () => {
    if (under.current || cancel.isPending) return;
    under.current = true;
    send.mutate(id, {
      onSuccess: show,
      // After a success this page shows what became of it; a second press in between does nothing.
      onError: (refused) => {
        // It was sent: nothing here sends it once more.
        if (doneUnread(refused) !== undefined) return;
        under.current = false;
        if (isGuardError(refused)) askForGuard(true);
      },
    });
  };
  return (
    <Stack gap="sm">
      {order.canSend ? <Text size="sm">{intl.formatMessage({ id: 'payout.send_now.what' })}</Text> : null}
      <Group gap="sm">
        {order.canSend ? (
          <SendButton
            busy={send.isPending}
            disabled={guarded && !guard.ready}
            onSend={() => vault.need([accountId], start)}
          >
            {intl.formatMessage(
              { id: 'payout.send_now' },
              { amount: `${amountText(intl.locale, amount)} ${currency}` },
            )}
          </SendButton>
        ) : null}
        {order.canCancel ? (
          <Button
            variant="default"
            size="md"
            leftSection={<IconHandStop size="1.1em" aria-hidden />}
            loading={cancel.isPending}
            disabled={send.isPending}
            onClick={() => cancel.mutate(id, { onSuccess: show })}
          >
            {intl.formatMessage({ id: 'payout.withdraw' })}
          </Button>
        ) : null}
      </Group>
      {error === null ? null : <Failure error={error} />}
      {guarded ? (
        <Box maw="26rem">
          <GuardFields
            guard={guard}
            why={intl.formatMessage({ id: 'guard.why.pass' })}
            error={send.error}
            focus
          />
        </Box>
      ) : null}
    </Stack>
  );
}

function AskNow({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { ask, asking, answer, error } = useAskGateway();
  if (!order.canAsk) return null;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconRefresh size="1.1em" aria-hidden />}
          loading={asking}
          onClick={() => ask(order.summary)}
        >
          {intl.formatMessage({ id: 'payout.ask_now' })}
        </Button>
        {answer === undefined ? null : (
          <Text size="sm" c="dimmed">
            {answer}
          </Text>
        )}
      </Group>
      {error === null ? null : <Failure error={error} onAgain={() => ask(order.summary)} />}
    </Stack>
  );
}

function Mend({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  // Nobody pays once more while it is not even sure how often it was paid.
  if (gravest(order.summary) !== undefined) return null;
  return (
    <Group>
      <Button
        leftSection={<IconEdit size="1.1em" aria-hidden />}
        onClick={() => void navigate({ to: '/payout', search: { like: order.summary.id } })}
      >
        {intl.formatMessage({ id: 'payout.mend' })}
      </Button>
    </Group>
  );
}

function Another({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  return (
    <Group>
      <Button
        variant="default"
        leftSection={<IconPlus size="1.1em" aria-hidden />}
        onClick={() => void navigate({ to: '/payout', search: { account: order.summary.accountId } })}
      >
        {intl.formatMessage({ id: 'payout.another' })}
      </Button>
    </Group>
  );
}
