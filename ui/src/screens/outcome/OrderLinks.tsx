import { Anchor, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { Code } from '../../parts';

/** The order's numbers, and the way to its history. */
export function OrderLinks({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { id, number, gatewayNumber } = order.summary;
  return (
    <Group gap="lg">
      <Code value={number} what={intl.formatMessage({ id: 'words.order_number' })} groups={[number.length]} />
      {gatewayNumber === null ? null : (
        <Code
          value={gatewayNumber}
          what={intl.formatMessage({ id: 'words.gateway_number' })}
          groups={[gatewayNumber.length]}
        />
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => void navigate({ to: '/orders/$id', params: { id } })}
      >
        {intl.formatMessage({ id: 'outcome.history' })}
      </Anchor>
    </Group>
  );
}
