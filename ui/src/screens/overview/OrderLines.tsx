import { ScrollArea, Text } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../ipc';
import { Amount, Time } from '../../parts';
import type { TextId } from '../../texts';
import { FlagPill, gravest, PlaceLink, StatusPill } from '../../words';
import classes from './OrderLines.module.css';

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
      {/* Plain elements: the first page of every start has twenty of these rows. */}
      <table aria-label={name} className={classes['lines']}>
        <tbody>
          {orders.map((order) => {
            const Way = order.direction === 'collect' ? IconArrowDownLeft : IconArrowUpRight;
            const way = intl.formatMessage({ id: `words.product.${order.product}` });
            return (
              <tr key={order.id}>
                <td>
                  <div className={classes['order']}>
                    <Way size="1.1em" role="img" aria-label={way} className={classes['way']} />
                    <div>
                      <PlaceLink to="/orders/$id" params={{ id: order.id }} inherit className="mono">
                        {order.number}
                      </PlaceLink>
                      <div className={classes['about']}>
                        {[order.name, order.accountName].filter(Boolean).join(' · ')}
                      </div>
                      {why ? <Why order={order} /> : null}
                    </div>
                  </div>
                </td>
                <td className={classes['amount']}>
                  <Amount value={order.amount} currency={order.currency} />
                  <div className={classes['when']}>
                    <Time at={order.updatedAt} as="relative" />
                  </div>
                </td>
                <td>
                  <div className={classes['states']}>
                    <StatusPill status={order.status} />
                    {order.flags.map((flag) => (
                      <FlagPill key={flag} flag={flag} direction={order.direction} />
                    ))}
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** Why an order needs a person: what is gravest about it. */
function Why({ order }: { order: OrderSummaryView }) {
  const intl = useIntl();
  const { status, direction, flags } = order;
  const grave = gravest(order);
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
    <div className={classes['why']} data-grave={grave !== undefined || undefined}>
      {intl.formatMessage({ id })}
    </div>
  );
}
