import { Button, Group, Text } from '@mantine/core';
import { IconHandStop, IconHourglass } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, shell } from '../../../ipc';
import { Countdown } from '../../../parts';
import { Failure } from '../../../words';
import classes from './Detail.module.css';
import { useOrderCommand } from './useOrderCommand';

/** The seconds before the first byte leaves, and the way to stop it. */
export function Grace({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { id, status } = order.summary;
  const cancel = useOrderCommand(() => shell.cancelPayout(id));
  if (status !== 'prepared' || order.sendsAt === null) return null;
  return (
    <div className={classes['grace']}>
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <IconHourglass size="1.25em" aria-hidden />
          <Text size="sm" fw={600}>
            {intl.formatMessage({ id: 'orders.grace' })} <Countdown until={order.sendsAt} />
          </Text>
        </Group>
        {order.canCancel ? (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconHandStop size="1.1em" aria-hidden />}
            loading={cancel.isPending}
            onClick={() => cancel.mutate(undefined)}
          >
            {intl.formatMessage({ id: 'orders.action.cancel' })}
          </Button>
        ) : null}
      </Group>
      {cancel.isError ? <Failure error={cancel.error} /> : null}
    </div>
  );
}
