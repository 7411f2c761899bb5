import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react';
import { type IntlShape, useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import { Amount, type Column, Time } from '../../../parts';
import { StatusPill } from '../../../words';
import { LabelsCell } from '../marks/Labels';
import { StarCell } from '../marks/Star';
import classes from './columns.module.css';
import { Marked } from './Marked';
import { Marks } from './Marks';
import type { MarkedColumn } from './needles';
import type { Sheet } from './sheet';

/** A column with the room it needs, how soon it gives way when there is too little, and its exact text. */
export type OrderColumn = Column<OrderSummaryView> & {
  rem: number;
  givesWay: number;
  /** What is copied and exported: exact, in one spelling for every language. */
  text: (order: OrderSummaryView) => string;
  /** Shown only when somebody chooses it. */
  extra?: boolean;
};

/** The columns of the order list, in their order. The detail has all of it, so the narrower ones can go. */
export function orderColumns(intl: IntlShape): OrderColumn[] {
  const column = (
    id:
      | 'status'
      | 'amount'
      | 'actual'
      | 'fee'
      | 'product'
      | 'name'
      | 'payee'
      | 'number'
      | 'gateway'
      | 'channel'
      | 'account'
      | 'created'
      | 'updated'
      | 'star'
      | 'labels',
    rem: number,
    givesWay: number,
    text: OrderColumn['text'],
    cell: OrderColumn['cell'],
    more: Partial<OrderColumn> = {},
  ): OrderColumn => ({
    id,
    header: intl.formatMessage({ id: `orders.column.${id}` }),
    width: `minmax(${rem}rem, ${rem}fr)`,
    rem,
    givesWay,
    text,
    cell,
    ...more,
  });
  const money = (id: 'actual' | 'fee', value: (order: OrderSummaryView) => string | null) =>
    column(
      id,
      8,
      8,
      (order) => value(order) ?? '',
      (order) => <Amount value={value(order)} currency={order.currency} />,
      { align: 'end', extra: true },
    );
  const kind = ({ product }: OrderSummaryView) => intl.formatMessage({ id: `words.product.${product}` });
  return [
    column(
      'status',
      8.75,
      0,
      ({ status }) => intl.formatMessage({ id: `words.status.${status}` }),
      (order) => (
        <div className={classes['status']}>
          <StatusPill status={order.status} />
          <Marks order={order} />
        </div>
      ),
    ),
    column(
      'amount',
      9,
      0,
      ({ amount }) => amount,
      ({ amount, currency, direction }) => {
        const Sign = direction === 'collect' ? IconArrowDownLeft : IconArrowUpRight;
        return (
          <div className={classes['money']}>
            <Sign
              size="1.1em"
              role="img"
              aria-label={intl.formatMessage({ id: `words.direction.${direction}` })}
              color="var(--mantine-color-dimmed)"
            />
            <Amount value={amount} currency={currency} fw={600} />
          </div>
        );
      },
      { align: 'end' },
    ),
    money('actual', ({ actualAmount }) => actualAmount),
    money('fee', ({ fee }) => fee),
    column('product', 7, 3, kind, kind),
    column(
      'name',
      7,
      1,
      ({ name }) => name ?? '',
      ({ name }) => <Verbatim column="name" text={name} />,
      // Whoever is on the telephone says a name: what room is left goes there first.
      { width: 'minmax(7rem, 16fr)' },
    ),
    column(
      'payee',
      7,
      4,
      ({ accountMasked }) => accountMasked ?? '',
      ({ accountMasked }) => <Verbatim column="payee" text={accountMasked} className="num" />,
    ),
    column(
      'number',
      12.75,
      0,
      ({ number }) => number,
      ({ number }) => <Verbatim column="number" text={number} className="mono" />,
    ),
    column(
      'gateway',
      11,
      6,
      ({ gatewayNumber }) => gatewayNumber ?? '',
      ({ gatewayNumber }) => <Verbatim column="gateway" text={gatewayNumber} className="mono" />,
    ),
    column(
      'channel',
      9,
      7,
      ({ channel }) => channel ?? '',
      ({ channel }) => <Verbatim column="channel" text={channel} />,
    ),
    column(
      'account',
      11,
      5,
      ({ accountName }) => accountName,
      ({ accountName }) => <Verbatim column="account" text={accountName} />,
    ),
    column(
      'star',
      3,
      3,
      ({ starred }) => (starred ? intl.formatMessage({ id: 'export.yes' }) : ''),
      ({ starred }) => <StarCell starred={starred} />,
    ),
    column(
      'labels',
      8,
      6,
      ({ labels }) => labels.join(', '),
      ({ labels }) => <LabelsCell labels={labels} />,
    ),
    column(
      'created',
      9,
      2,
      ({ createdAt }) => createdAt,
      ({ createdAt }) => <Time at={createdAt} as="relative" />,
    ),
    column(
      'updated',
      9,
      9,
      ({ updatedAt }) => updatedAt,
      ({ updatedAt }) => <Time at={updatedAt} as="relative" />,
      { extra: true },
    ),
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

/** These orders as texts: the columns given, and each amount's currency beside it. */
export function sheetOf(
  intl: IntlShape,
  columns: readonly OrderColumn[],
  orders: readonly OrderSummaryView[],
): Sheet {
  const currency: Pick<OrderColumn, 'header' | 'text'> = {
    header: intl.formatMessage({ id: 'orders.column.currency' }),
    text: (order) => order.currency,
  };
  const exact = columns.flatMap<Pick<OrderColumn, 'header' | 'text'>>((column) => {
    if (column.id === 'amount') return [column, currency];
    const time = column.id === 'created' || column.id === 'updated';
    const header = intl.formatMessage({ id: 'orders.column.utc' }, { column: column.header });
    return [time ? { ...column, header } : column];
  });
  return {
    headers: exact.map(({ header }) => header),
    rows: orders.map((order) => exact.map(({ text }) => text(order))),
  };
}

type VerbatimProps = { column: MarkedColumn; text: string | null; className?: string };

/** Somebody else's text, kept from turning the direction of what stands beside it; what is searched for is marked. */
function Verbatim({ column, text, className }: VerbatimProps) {
  const intl = useIntl();
  if (text === null || text === '') {
    return <span className={classes['none']}>{intl.formatMessage({ id: 'parts.none' })}</span>;
  }
  return (
    <bdi {...(className === undefined ? {} : { className })}>
      <Marked column={column}>{text}</Marked>
    </bdi>
  );
}
