import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type AccountView, keys, shell, useCommand } from '../../../ipc';
import { Dialog } from '../../../parts';
import { Failure } from '../../../words';

/** Retiring cannot be taken back, so the name is typed. */
export function RetireAccount({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const intl = useIntl();
  const [typed, type] = useState('');
  const retire = useCommand(
    (id: string) => shell.retireAccount(id),
    [keys.accounts, keys.appState, keys.statusLine],
  );
  return (
    <Dialog
      opened
      danger
      onClose={onClose}
      title={intl.formatMessage({ id: 'settings.retire.title' }, { name: account.name })}
      confirm={intl.formatMessage({ id: 'settings.retire.confirm' })}
      busy={retire.isPending}
      disabled={typed.trim() !== account.name}
      onConfirm={() => retire.mutate(account.id, { onSuccess: onClose })}
    >
      <Text size="sm">{intl.formatMessage({ id: 'settings.retire.why' })}</Text>
      <TextInput
        label={intl.formatMessage({ id: 'settings.retire.type' }, { name: account.name })}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        data-autofocus
      />
      {retire.isError ? <Failure error={retire.error} /> : null}
    </Dialog>
  );
}
