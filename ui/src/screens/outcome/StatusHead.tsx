import { Group, Stack, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { Amount } from '../../parts';
import { FlagPill, orderSentence, StatusPill, useCannotAsk } from '../../words';
import classes from './outcome.module.css';

/** What the eye meets first: how much, where it stands, what that means. */
export function StatusHead({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { summary } = order;
  const cause = useCannotAsk(order);
  return (
    <Stack gap={4} className={classes['head'] ?? ''} data-status={summary.status}>
      <Group gap="sm" justify="space-between">
        <Amount value={summary.amount} currency={summary.currency} className={classes['amount'] ?? ''} />
        <Group gap="xs">
          <StatusPill status={summary.status} />
          {/* Flags that a person has to see stand below, with what they mean. */}
          {summary.provisional ? <FlagPill flag="provisional" direction={summary.direction} /> : null}
        </Group>
      </Group>
      <Text size="md" fw={summary.status === 'unknown' ? 600 : 400}>
        {orderSentence(intl, order, cause)}
      </Text>
    </Stack>
  );
}
