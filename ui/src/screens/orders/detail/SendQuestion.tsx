import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { PracticeBand } from '../../../frame/PracticeBand';
import type { IpcError, OrderDetailView } from '../../../ipc';
import { Amount, Code, DetailList, KeyHint } from '../../../parts';
import { Failure } from '../../../words';
import { GuardFields } from '../../guard';
import type { Guard } from '../../guard/useGuard';

/** The button sleeps so long: nobody sends money with the second half of a double click. */
const WAKE_MS = 1000;

type SendQuestionProps = {
  order: OrderDetailView;
  opened: boolean;
  busy: boolean;
  error: IpcError | null;
  /** It is above a ceiling: the passphrase is asked for. */
  guard: Guard | null;
  onClose: () => void;
  onSend: () => void;
};

/**
 * The last look before an order that waits here is sent. Money leaves by Ctrl Enter or by the button, never by
 * Enter alone, so this is no form and the keyboard does not stand on the button.
 */
export function SendQuestion({ order, opened, busy, error, guard, onClose, onSend }: SendQuestionProps) {
  const intl = useIntl();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={intl.formatMessage({ id: `orders.send.title.${order.summary.direction}` })}
    >
      <Question order={order} busy={busy} error={error} guard={guard} onClose={onClose} onSend={onSend} />
    </Modal>
  );
}

function Question({ order, busy, error, guard, onClose, onSend }: Omit<SendQuestionProps, 'opened'>) {
  const intl = useIntl();
  const { summary } = order;
  const [woken, wake] = useState(false);
  const awake = woken && guard?.ready !== false;
  useEffect(() => {
    const timer = setTimeout(() => wake(true), WAKE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack
      gap="md"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (awake && !busy) onSend();
      }}
    >
      <PracticeBand inDialog />
      <DetailList
        details={[
          {
            term: intl.formatMessage({ id: 'orders.column.amount' }),
            value: <Amount value={summary.amount} currency={summary.currency} fw={600} />,
          },
          summary.name === null
            ? null
            : { term: intl.formatMessage({ id: 'orders.column.name' }), value: <bdi>{summary.name}</bdi> },
          order.accountNumber === null
            ? null
            : {
                term: intl.formatMessage({ id: 'orders.column.payee' }),
                value: <Code value={order.accountNumber} />,
              },
          { term: intl.formatMessage({ id: 'words.account' }), value: summary.accountName },
        ]}
      />
      <Text size="sm">{intl.formatMessage({ id: 'orders.send.what' })}</Text>
      {error === null ? null : <Failure error={error} />}
      {guard === null ? null : (
        <GuardFields guard={guard} why={intl.formatMessage({ id: 'guard.why.pass' })} error={error} focus />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {intl.formatMessage({ id: 'parts.cancel' })}
        </Button>
        <Button
          leftSection={<IconSend size="1.1em" aria-hidden />}
          rightSection={<KeyHint keys="Ctrl+Enter" />}
          aria-label={intl.formatMessage({ id: 'orders.action.send' })}
          aria-keyshortcuts="Control+Enter"
          disabled={!awake}
          loading={busy}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
          }}
          onClick={onSend}
        >
          {intl.formatMessage({ id: 'orders.action.send' })}
        </Button>
      </Group>
    </Stack>
  );
}
