import { Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { BackupView } from '../../ipc';
import { Time } from '../../parts';
import { RestoreDialog } from './RestoreDialog';
import { useMoment } from './useMoment';

/** The backups, newest first, each to be restored. */
export function BackupTable({ backups }: { backups: readonly BackupView[] }) {
  const intl = useIntl();
  const moment = useMoment();
  const [chosen, choose] = useState<BackupView | null>(null);
  if (backups.length === 0) {
    return <Text size="sm">{intl.formatMessage({ id: 'data.backups.none' })}</Text>;
  }
  return (
    <>
      <Table withTableBorder aria-label={intl.formatMessage({ id: 'data.backups' })}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{intl.formatMessage({ id: 'data.backups.made' })}</Table.Th>
            <Table.Th ta="end">{intl.formatMessage({ id: 'data.backups.orders' })}</Table.Th>
            <Table.Th ta="end">{intl.formatMessage({ id: 'data.backups.size' })}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {backups.map((backup) => (
            <Table.Tr key={backup.name}>
              <Table.Td>
                <Time at={backup.madeAt} />
              </Table.Td>
              <Table.Td ta="end" className="num">
                {intl.formatNumber(backup.orders)}
              </Table.Td>
              <Table.Td ta="end" className="num">
                {intl.formatMessage(
                  { id: 'data.backups.kilobytes' },
                  { count: intl.formatNumber(backup.kilobytes) },
                )}
              </Table.Td>
              <Table.Td ta="end">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={intl.formatMessage(
                    { id: 'data.backups.restore.of' },
                    { time: moment(backup.madeAt) },
                  )}
                  onClick={() => choose(backup)}
                >
                  {intl.formatMessage({ id: 'data.backups.restore' })}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {chosen === null ? null : <RestoreDialog backup={chosen} onClose={() => choose(null)} />}
    </>
  );
}
