import { Modal, Table } from '@mantine/core';
import { useIntl } from 'react-intl';
import { KeyHint, useKeyEntries } from '../parts';

/** Every key that works where the person is now. */
export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const intl = useIntl();
  const entries = new Map(useKeyEntries().map((entry) => [entry.keys, entry]));
  return (
    <Modal opened={opened} onClose={onClose} title={intl.formatMessage({ id: 'frame.keys' })}>
      <Table aria-label={intl.formatMessage({ id: 'frame.keys' })}>
        <Table.Tbody>
          {[...entries.values()].map(({ keys, label }) => (
            <Table.Tr key={keys}>
              <Table.Td w="9rem">
                <KeyHint keys={keys} />
              </Table.Td>
              <Table.Td>{label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
