import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useIntl } from 'react-intl';
import { keys, type OrderDetailView, shell, useOrderEvents } from '../ipc';
import { type GraveFlag, gravest } from '../words';

/**
 * Alerts at once, wherever the person is, when an order moves and money may be lost by it. Each flag of each order
 * alerts once while the window is open; a payout that was perhaps paid twice alerts once for both orders. The alert
 * stays until it is closed.
 */
export function useAlerts(): void {
  const intl = useIntl();
  const client = useQueryClient();
  const navigate = useNavigate();
  const told = useRef(new Set<string>());
  const alert = (order: OrderDetailView, flag: GraveFlag) => {
    const { id, number, direction } = order.summary;
    const name = nameOf(order, flag);
    if (told.current.has(name)) return;
    told.current.add(name);
    notifications.show({
      id: name,
      color: 'red.8',
      autoClose: false,
      title: intl.formatMessage({ id: `words.flag.${flag}` }),
      message: (
        <>
          <Text size="sm">{intl.formatMessage({ id: `words.flag.${flag}.why` })}</Text>
          <Text size="sm" fw={600}>
            {intl.formatMessage({ id: `words.flag.${flag}.now` }, { direction })}
          </Text>
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              notifications.hide(name);
              void navigate({ to: '/orders/$id', params: { id } });
            }}
          >
            {intl.formatMessage({ id: 'settling.warning.open' }, { number })}
          </Anchor>
        </>
      ),
    });
  };
  useOrderEvents(({ orderId, needsPerson }) => {
    if (!needsPerson) return;
    // The event names no flags; the order does.
    client
      .fetchQuery({ queryKey: keys.order(orderId), queryFn: () => shell.orderDetail(orderId), staleTime: 0 })
      .then((order) => {
        const flag = gravest(order.summary);
        if (flag !== undefined) alert(order, flag);
      })
      // An order that cannot be read says so wherever it is shown.
      .catch(() => undefined);
  });
}

function nameOf({ summary: { id }, settling }: OrderDetailView, flag: GraveFlag): string {
  if (flag !== 'paid_twice') return `${flag} ${id}`;
  const others = [settling?.replaces?.id, settling?.replacedBy?.id].filter((other) => other !== undefined);
  return [flag, ...[id, ...others].sort()].join(' ');
}
