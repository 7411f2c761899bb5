import { Group, Text } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react';
import { type IntlShape, useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import { Amount, type Column, Time } from '../../../parts';
import { StatusPill } from '../../../words';
import { Marks } from './Marks';

/** A column with the room it needs and how soon it gives way when there is too little. */
export type OrderColumn = Column<OrderSummaryView> & { rem: number; givesWay: number };

/** The columns of the order list, in their order. The detail has all of it, so the narrower ones can go. */
export function orderColumns(intl: IntlShape): OrderColumn[] {
  const column = (
    id:
      | 'status'
      | 'amount'
      | 'product'
      | 'name'
      | 'payee'
      | 'number'
      | 'gateway'
      | 'channel'
      | 'account'
      | 'created',
    rem: number,
    givesWay: number,
    cell: OrderColumn['cell'],
    more: Partial<OrderColumn> = {},
  ): OrderColumn => ({
    id,
    header: intl.formatMessage({ id: `orders.column.${id}` }),
    width: `minmax(${rem}rem, ${rem}fr)`,
    rem,
    givesWay,
    cell,
    ...more,
  });
  return [
    column('status', 10, 0, (order) => (
      <Group gap={4} wrap="nowrap">
        <StatusPill status={order.status} />
        <Marks order={order} />
      </Group>
    )),
    column(
      'amount',
      9,
      0,
      ({ amount, currency, direction }) => {
        const Sign = direction === 'collect' ? IconArrowDownLeft : IconArrowUpRight;
        return (
          <Group gap={6} wrap="nowrap" justify="space-between">
            <Sign
              size="1.1em"
              role="img"
              aria-label={intl.formatMessage({ id: `words.direction.${direction}` })}
              color="var(--mantine-color-dimmed)"
            />
            <Amount value={amount} currency={currency} fw={600} />
          </Group>
        );
      },
      { align: 'end' },
    ),
    column('product', 7, 3, ({ product }) => intl.formatMessage({ id: `words.product.${product}` })),
    column('name', 8, 1, ({ name }) => <Verbatim text={name} />),
    column('payee', 7, 4, ({ accountMasked }) => <Verbatim text={accountMasked} className="num" />),
    column('number', 12, 0, ({ number }) => <span className="mono">{number}</span>),
    column('gateway', 11, 6, ({ gatewayNumber }) => <Verbatim text={gatewayNumber} className="mono" />),
    column('channel', 9, 7, ({ channel }) => <Verbatim text={channel} />),
    column('account', 11, 5, ({ accountName }) => accountName),
    column('created', 9, 2, ({ createdAt }) => <Time at={createdAt} as="relative" />),
  ];
}

/** The columns that fit into so much room; those that give way soonest go first. */
export function fitting(columns: readonly OrderColumn[], roomRem: number): OrderColumn[] {
  const kept = [...columns];
  const soonest = [...columns].sort((one, other) => other.givesWay - one.givesWay);
  for (const candidate of soonest) {
    const needed = kept.reduce((sum, { rem }) => sum + rem, 0);
    if (needed <= roomRem || candidate.givesWay === 0) break;
    kept.splice(kept.indexOf(candidate), 1);
  }
  return kept;
}

/** Somebody else's text, kept from turning the direction of what stands beside it. */
function Verbatim({ text, className }: { text: string | null; className?: string }) {
  const intl = useIntl();
  if (text === null || text === '') {
    return (
      <Text span inherit c="dimmed">
        {intl.formatMessage({ id: 'parts.none' })}
      </Text>
    );
  }
  return <bdi {...(className === undefined ? {} : { className })}>{text}</bdi>;
}
