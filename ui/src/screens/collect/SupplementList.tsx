import { Table, Title } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { Amount, Time } from '../../parts';

/** Further payments that came for the same order. */
export function SupplementList({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { supplements, summary } = order;
  if (supplements.length === 0) return null;
  const name = intl.formatMessage({ id: 'collect.supplements' });
  return (
    <section aria-label={name}>
      <Title order={2}>{name}</Title>
      <Table aria-label={name}>
        <Table.Tbody>
          {supplements.map(({ gatewayNumber, amount, receivedAt, gatewayStatus }) => (
            <Table.Tr key={gatewayNumber}>
              <Table.Td className="mono">{gatewayNumber}</Table.Td>
              <Table.Td>
                <bdi>{gatewayStatus}</bdi>
              </Table.Td>
              <Table.Td>
                <Time at={receivedAt} />
              </Table.Td>
              <Table.Td ta="end">
                <Amount value={amount} currency={summary.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
