import { Box, Group, ScrollArea, Table, Text } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../ipc';
import { Amount, Time } from '../../parts';
import type { TextId } from '../../texts';
import { FlagPill, gravest, PlaceLink, StatusPill } from '../../words';

/** A short list of orders; each leads to its detail. */
export function OrderLines({
  name,
  orders,
  empty,
  why = false,
}: {
  name: string;
  orders: readonly OrderSummaryView[];
  empty: string;
  /** Each says in a sentence why it needs a person. */
  why?: boolean;
}) {
  const intl = useIntl();
  if (orders.length === 0) return <Text c="dimmed">{empty}</Text>;
  return (
    <ScrollArea type="auto">
      <Table aria-label={name} miw="26rem">
        <Table.Tbody>
          {orders.map((order) => {
            const Way = order.direction === 'collect' ? IconArrowDownLeft : IconArrowUpRight;
            const way = intl.formatMessage({ id: `words.product.${order.product}` });
            return (
              <Table.Tr key={order.id}>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <Box component="span" flex="none">
                      <Way size="1.1em" role="img" aria-label={way} />
                    </Box>
                    <div>
                      <PlaceLink to="/orders/$id" params={{ id: order.id }} inherit className="mono">
                        {order.number}
                      </PlaceLink>
                      <Text size="xs" c="dimmed" truncate>
                        {[order.name, order.accountName].filter(Boolean).join(' · ')}
                      </Text>
                      {why ? <Why order={order} /> : null}
                    </div>
                  </Group>
                </Table.Td>
                <Table.Td ta="end">
                  <Amount value={order.amount} currency={order.currency} />
                  <Text size="xs" c="dimmed">
                    <Time at={order.updatedAt} as="relative" />
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    <StatusPill status={order.status} />
                    {order.flags.map((flag) => (
                      <FlagPill key={flag} flag={flag} />
                    ))}
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

/** Why an order needs a person: what is gravest about it. */
function Why({ order: { status, direction, flags } }: { order: OrderSummaryView }) {
  const intl = useIntl();
  const grave = gravest(flags);
  const flag = flags.find((other) => other !== 'provisional');
  const id: TextId | null =
    grave === 'reversed' && status === 'returned'
      ? 'overview.needs.returned'
      : grave !== undefined
        ? `words.flag.${grave}.why`
        : status === 'unknown'
          ? `overview.needs.unknown.${direction}`
          : flag !== undefined
            ? `words.flag.${flag}.why`
            : status === 'not_sent' || status === 'prepared' || status === 'returned'
              ? `overview.needs.${status}`
              : null;
  if (id === null) return null;
  return (
    <Text size="sm" {...(grave === undefined ? {} : { c: 'var(--cf-bad-text)', fw: 600 })}>
      {intl.formatMessage({ id })}
    </Text>
  );
}
