import { Button, RingProgress, Stack, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { keys, type OrderDetailView, shell, useCommand } from '../../ipc';
import { KeyHint, useKeys, useNow } from '../../parts';
import { Failure } from '../../words';
import classes from './payout.module.css';

/** The grace before the first byte, for the ring only: when it ends is said by Rust. */
const GRACE_MS = 10_000;
const LOOK_MS = 200;

/** The seconds in which it can still be taken back. */
export function Grace({ order, sendsAt }: { order: OrderDetailView; sendsAt: string }) {
  const intl = useIntl();
  const client = useQueryClient();
  const { id } = order.summary;
  const left = Math.max(0, Date.parse(sendsAt) - useNow(LOOK_MS));
  const seconds = Math.ceil(left / 1000);
  const cancel = useCommand((order: string) => shell.cancelPayout(order), [keys.orders]);
  const stop = () => {
    if (cancel.isPending || !order.canCancel) return;
    cancel.mutate(id, { onSuccess: (changed) => client.setQueryData(keys.order(id), changed) });
  };
  const name = intl.formatMessage({ id: 'payout.cancel' });
  useKeys([{ keys: 'Escape', label: name, run: stop }]);
  return (
    <section className={classes['grace']} aria-label={intl.formatMessage({ id: 'payout.grace' })}>
      <RingProgress
        size={96}
        thickness={8}
        roundCaps
        sections={[{ value: Math.min(100, (left / GRACE_MS) * 100), color: 'ink' }]}
        label={
          <Text ta="center" size="xl" fw={600} className="num" aria-hidden>
            {seconds}
          </Text>
        }
      />
      <Stack gap="xs" flex="1 1 16rem">
        <Text fw={600} role="timer" aria-label={intl.formatMessage({ id: 'payout.grace.left' }, { seconds })}>
          {intl.formatMessage({ id: seconds > 0 ? 'payout.grace.left' : 'payout.grace.over' }, { seconds })}
        </Text>
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: 'payout.grace.what' })}
        </Text>
        {cancel.error === null ? null : <Failure error={cancel.error} />}
      </Stack>
      <Button
        size="lg"
        variant="default"
        leftSection={<IconHandStop size="1.2em" aria-hidden />}
        rightSection={<KeyHint keys="Esc" />}
        disabled={seconds === 0 || !order.canCancel}
        loading={cancel.isPending}
        aria-keyshortcuts="Escape"
        onClick={stop}
      >
        {name}
      </Button>
    </section>
  );
}
