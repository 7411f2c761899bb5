import { Alert, List, Text } from '@mantine/core';
import { IconDatabaseX } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { DamagedOrderView } from '../../ipc';
import { Time } from '../../parts';
import { PlaceLink } from '../../words';

/** So many are named; a list of hundreds would push the readable orders out of sight. */
const NAMED_MAX = 5;

/** Orders that belong into a list and cannot be read: named as far as possible, never silently left out. */
export function DamagedOrders({ orders }: { orders: readonly DamagedOrderView[] }) {
  const intl = useIntl();
  if (orders.length === 0) return null;
  return (
    <Alert
      variant="outline"
      color="red.8"
      icon={<IconDatabaseX aria-hidden />}
      title={intl.formatMessage({ id: 'data.orders.unreadable' }, { count: orders.length })}
    >
      <Text size="sm">{intl.formatMessage({ id: 'data.orders.unreadable.why' })}</Text>
      <List size="sm">
        {orders.slice(0, NAMED_MAX).map(({ id, number, createdAt }) => (
          <List.Item key={id}>
            <span className="mono">{number ?? intl.formatMessage({ id: 'data.orders.unnumbered' })}</span>{' '}
            {createdAt === null ? null : <Time at={createdAt} />}
          </List.Item>
        ))}
      </List>
      <PlaceLink size="sm" to="/settings" search={{ tab: 'data' }}>
        {intl.formatMessage({ id: 'data.order.open' })}
      </PlaceLink>
    </Alert>
  );
}

/** The page of an order whose record is not as it was written. */
export function DamagedOrder({ damaged }: { damaged: boolean }) {
  const intl = useIntl();
  if (!damaged) return null;
  return (
    <Alert
      role="alert"
      variant="outline"
      color="red.8"
      icon={<IconDatabaseX aria-hidden />}
      title={intl.formatMessage({ id: 'data.order.damaged' })}
    >
      <Text size="sm">{intl.formatMessage({ id: 'data.order.why' })}</Text>
      <PlaceLink size="sm" to="/settings" search={{ tab: 'data' }}>
        {intl.formatMessage({ id: 'data.order.open' })}
      </PlaceLink>
    </Alert>
  );
}

/** Above figures of which something is missing. */
export function Incomplete({ incomplete }: { incomplete: boolean }) {
  const intl = useIntl();
  if (!incomplete) return null;
  return (
    <Alert role="alert" variant="outline" color="red.8" icon={<IconDatabaseX aria-hidden />}>
      {intl.formatMessage({ id: 'data.overview.incomplete' })}
    </Alert>
  );
}
