import { Stack, Table, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import { useAppState } from '../../ipc';

/** How to make the practice gateways fail: outcomes are chosen by the amount. */
export function PracticeTab() {
  const intl = useIntl();
  const outcomes = useAppState().data?.practiceOutcomes ?? [];
  return (
    <Stack gap="sm" maw="52rem">
      <Text size="sm">{intl.formatMessage({ id: 'settings.practice.lead' })}</Text>
      <Table withTableBorder aria-label={intl.formatMessage({ id: 'settings.practice.table' })}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="8rem">{intl.formatMessage({ id: 'settings.practice.ending' })}</Table.Th>
            <Table.Th>{intl.formatMessage({ id: 'settings.practice.what' })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {outcomes.map(({ ending, name, whatHappens }) => (
            <Table.Tr key={ending}>
              <Table.Td className="mono">{ending}</Table.Td>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {name}
                </Text>
                <Text size="sm">{whatHappens}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
