import { Group, Stack, Text } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderDetailView, OrderSummaryView, StatusKind } from '../../ipc';
import { PlaceLink, StatusPill } from '../../words';

/** Statuses in which an order has paid or can still be sent. Rust has the last word when another is made. */
const MAY_STILL_PAY: readonly StatusKind[] = [
  'prepared',
  'sending',
  'not_sent',
  'unknown',
  'pending',
  'processing',
  'succeeded',
];

/** Whether an order that was made in place of this one has paid or may still pay. */
export const isReplaced = ({ settling }: OrderDetailView): boolean =>
  settling?.replacedBy != null && MAY_STILL_PAY.includes(settling.replacedBy.status);

/** The orders that were made in place of one another, with their numbers and where they stand. */
export function Replacement({ order: { settling } }: { order: OrderDetailView }) {
  if (settling === null || (settling.replaces === null && settling.replacedBy === null)) return null;
  return (
    <Stack gap={4}>
      {settling.replaces === null ? null : <Other kind="replaces" other={settling.replaces} />}
      {settling.replacedBy === null ? null : <Other kind="replaced_by" other={settling.replacedBy} />}
    </Stack>
  );
}

function Other({ kind, other }: { kind: 'replaces' | 'replaced_by'; other: OrderSummaryView }) {
  const intl = useIntl();
  return (
    <Group gap="xs">
      <IconArrowsExchange size="1.1em" aria-hidden />
      <Text size="sm" component="div">
        {intl.formatMessage({ id: `settling.${kind}` })}{' '}
        <PlaceLink to="/orders/$id" params={{ id: other.id }} inherit className="mono">
          {other.number}
        </PlaceLink>
      </Text>
      <StatusPill status={other.status} />
    </Group>
  );
}
