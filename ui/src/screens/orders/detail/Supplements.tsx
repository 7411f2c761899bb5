import { Table, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../../ipc';
import { Amount, Code, Time } from '../../../parts';
import { Section } from './Section';

/** Further payments to a collect order, and what has come in together. */
export function Supplements({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { supplements, receivedTotal, summary } = order;
  if (supplements.length === 0) return null;
  const title = intl.formatMessage({ id: 'orders.supplements' });
  const number = intl.formatMessage({ id: 'orders.column.gateway' });
  return (
    <Section title={title}>
      <Table aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{intl.formatMessage({ id: 'orders.supplement.received' })}</Table.Th>
            <Table.Th>{number}</Table.Th>
            <Table.Th>{intl.formatMessage({ id: 'orders.fact.gateway_status' })}</Table.Th>
            <Table.Th ta="end">{intl.formatMessage({ id: 'orders.column.amount' })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {supplements.map((payment) => (
            <Table.Tr key={payment.gatewayNumber}>
              <Table.Td>
                <Time at={payment.receivedAt} />
              </Table.Td>
              <Table.Td>
                <Code value={payment.gatewayNumber} what={number} groups={[payment.gatewayNumber.length]} />
              </Table.Td>
              <Table.Td>
                <bdi className="mono">{payment.gatewayStatus}</bdi>
              </Table.Td>
              <Table.Td ta="end">
                <Amount value={payment.amount} currency={summary.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        {receivedTotal === null ? null : (
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th colSpan={3} scope="row">
                {intl.formatMessage({ id: 'orders.supplement.total' })}
              </Table.Th>
              <Table.Td ta="end">
                <Amount value={receivedTotal} currency={summary.currency} fw={600} />
              </Table.Td>
            </Table.Tr>
          </Table.Tfoot>
        )}
      </Table>
      <Text size="xs" c="dimmed">
        {intl.formatMessage({ id: 'orders.supplement.why' })}
      </Text>
    </Section>
  );
}
