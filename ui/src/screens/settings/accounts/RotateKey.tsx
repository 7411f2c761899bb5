import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type AccountView, type FamilyKind, keys, shell, useCommand } from '../../../ipc';
import { Dialog } from '../../../parts';
import { useVaultDialog } from '../../../session/vault';
import { Failure } from '../../../words';
import { credentialNames } from './credentials';
import { fieldError } from './fieldError';

type RotateKeyProps = { account: AccountView; family: FamilyKind; onClose: () => void };

/** New credentials for the same account; callbacks signed with the former ones are accepted for a while. */
export function RotateKey({ account, family, onClose }: RotateKeyProps) {
  const intl = useIntl();
  const vault = useVaultDialog();
  const [keyId, setKeyId] = useState(account.keyId);
  const [secret, setSecret] = useState('');
  const rotate = useCommand(
    (given: { keyId: string; secret: string }) => shell.rotateKey(account.id, given.keyId, given.secret),
    [keys.accounts, keys.appState],
  );
  const submit = () =>
    vault.needToKeep(() =>
      rotate.mutate(
        { keyId: keyId.trim(), secret: secret.trim() },
        {
          onSuccess: () => {
            setSecret('');
            onClose();
          },
        },
      ),
    );
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'settings.rotate.title' }, { name: account.name })}
      confirm={intl.formatMessage({ id: 'settings.rotate.confirm' })}
      busy={rotate.isPending}
      disabled={keyId.trim() === '' || secret === ''}
      onConfirm={submit}
    >
      <Text size="sm">{intl.formatMessage({ id: 'settings.rotate.why' })}</Text>
      <TextInput
        label={intl.formatMessage({ id: credentialNames[family].keyId })}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={keyId}
        error={fieldError(intl, rotate.error, 'keyId')}
        onChange={(event) => setKeyId(event.currentTarget.value)}
        data-autofocus
      />
      <PasswordInput
        label={intl.formatMessage({ id: credentialNames[family].secret })}
        description={intl.formatMessage({ id: 'settings.field.secret.help' })}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'frame.vault.show' }) }}
        value={secret}
        error={fieldError(intl, rotate.error, 'secret')}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      {rotate.isError ? <Failure error={rotate.error} onAgain={submit} /> : null}
    </Dialog>
  );
}
