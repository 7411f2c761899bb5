import { List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useIntl } from 'react-intl';
import { type BackupView, keys, shell, useCommand } from '../../ipc';
import { Dialog } from '../../parts';
import { Failure } from '../../words';
import { useMoment } from './useMoment';

/** Asks before a backup takes the ledger's place: what it loses is said first. */
export function RestoreDialog({ backup, onClose }: { backup: BackupView; onClose: () => void }) {
  const intl = useIntl();
  const moment = useMoment();
  const restore = useCommand((name: string) => shell.restoreBackup(name), [keys.data]);
  return (
    <Dialog
      opened
      danger
      onClose={onClose}
      title={intl.formatMessage({ id: 'data.restore.title' }, { time: moment(backup.madeAt) })}
      confirm={intl.formatMessage({ id: 'data.restore.confirm' })}
      busy={restore.isPending}
      onConfirm={() =>
        restore.mutate(backup.name, {
          onSuccess: () => {
            notifications.show({ message: intl.formatMessage({ id: 'data.restore.done' }) });
            onClose();
          },
        })
      }
    >
      <Text size="sm">{intl.formatMessage({ id: 'data.restore.what' }, { orders: backup.orders })}</Text>
      <div>
        <Text size="sm" fw={600}>
          {intl.formatMessage({ id: 'data.restore.loses' })}
        </Text>
        <List size="sm" spacing="xs" pt="xs">
          <List.Item>{intl.formatMessage({ id: 'data.restore.loses.orders' })}</List.Item>
          <List.Item>{intl.formatMessage({ id: 'data.restore.loses.waiting' })}</List.Item>
          <List.Item>{intl.formatMessage({ id: 'data.restore.loses.steps' })}</List.Item>
        </List>
      </div>
      <Text size="sm">{intl.formatMessage({ id: 'data.restore.halts' })}</Text>
      <Text size="sm">{intl.formatMessage({ id: 'data.restore.keeps' })}</Text>
      {restore.isError ? <Failure error={restore.error} /> : null}
    </Dialog>
  );
}
