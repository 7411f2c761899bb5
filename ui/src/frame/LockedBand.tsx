import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { useAppState } from '../ipc';
import { Band } from '../parts';
import { useVaultDialog } from '../session/vault';

/** While the secrets are locked nothing can be sent, asked or verified: that is said until it is mended. */
export function LockedBand() {
  const intl = useIntl();
  const vault = useVaultDialog();
  const app = useAppState().data;
  const state = app?.vault;
  if (state === undefined || (state.status !== 'locked' && !state.keychainMissing)) return null;
  // The built-in practice gateways need no secrets.
  if (app?.accounts.every((account) => account.builtIn)) return null;
  if (state.keychainMissing) {
    const word = intl.formatMessage({ id: 'frame.keychain.word' });
    return (
      <Band tone="warn" icon={IconLock} word={word} name={word}>
        {intl.formatMessage({ id: 'frame.keychain.sentence' })}
      </Band>
    );
  }
  return (
    <Band
      tone="warn"
      icon={IconLock}
      word={intl.formatMessage({ id: 'frame.locked.word' })}
      name={intl.formatMessage({ id: 'frame.locked.word' })}
    >
      {intl.formatMessage({ id: 'frame.locked.sentence' })}
      <Button size="compact-xs" variant="default" onClick={() => vault.ask()}>
        {intl.formatMessage({ id: 'errors.action.unlock_vault' })}
      </Button>
    </Band>
  );
}
