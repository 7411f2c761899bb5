import { PasswordInput, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { keys, shell, useAppState, useCommand } from '../ipc';
import { Dialog } from '../parts';
import { builtInOnly, VaultDialogContext } from '../session/vault';
import { Failure } from '../words';

/** The shortest passphrase; the vault says the same and has the last word. */
export const PASSPHRASE_MIN = 8;

type Asked = { then: (() => void) | undefined };

/** Owns the two questions about the passphrase: choose one, and give it. */
export function VaultDialogs({ children }: { children: ReactNode }) {
  const app = useAppState().data;
  const vault = app?.vault;
  const accounts = app?.accounts;
  const [asked, settle] = useState<Asked>();
  const status = vault?.status;
  // Nothing to ask for where it has been opened meanwhile: what was interrupted goes on.
  const ask = useCallback(
    (then?: () => void) => (status === 'ready' ? then?.() : settle({ then })),
    [status],
  );
  const needToKeep: (then: () => void) => void = ask;
  const need = useCallback(
    (accountIds: readonly string[], then: () => void) =>
      builtInOnly(accounts, accountIds) ? then() : needToKeep(then),
    [accounts, needToKeep],
  );
  const value = useMemo(() => ({ ask, need, needToKeep }), [ask, need, needToKeep]);
  const close = () => settle(undefined);
  const done = () => {
    close();
    asked?.then?.();
  };
  return (
    <VaultDialogContext value={value}>
      {children}
      {asked === undefined || status === 'ready' ? null : status === 'not_set_up' ? (
        <ChoosePassphrase onClose={close} onDone={done} />
      ) : (
        <GivePassphrase onClose={close} onDone={done} waitS={vault?.retryAfterS ?? null} />
      )}
    </VaultDialogContext>
  );
}

type QuestionProps = { onClose: () => void; onDone: () => void };

function ChoosePassphrase({ onClose, onDone }: QuestionProps) {
  const intl = useIntl();
  const client = useQueryClient();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const choose = useCommand((passphrase: string) => shell.setUpVault(passphrase));
  const short = first !== '' && first.length < PASSPHRASE_MIN;
  const differs = second !== '' && second !== first;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'frame.vault.choose.title' })}
      confirm={intl.formatMessage({ id: 'frame.vault.choose.confirm' })}
      busy={choose.isPending}
      disabled={first.length < PASSPHRASE_MIN || second !== first}
      onConfirm={() =>
        choose.mutate(first, {
          onSuccess: (state) => {
            client.setQueryData(keys.appState, state);
            onDone();
          },
        })
      }
    >
      <Text size="sm">{intl.formatMessage({ id: 'frame.vault.choose.why' })}</Text>
      <PasswordInput
        label={intl.formatMessage({ id: 'frame.vault.passphrase' })}
        description={intl.formatMessage({ id: 'frame.vault.choose.hint' }, { count: PASSPHRASE_MIN })}
        error={short ? intl.formatMessage({ id: 'errors.vault_too_short' }) : null}
        visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'frame.vault.show' }) }}
        value={first}
        onChange={(event) => setFirst(event.currentTarget.value)}
        autoComplete="new-password"
        data-autofocus
      />
      <PasswordInput
        label={intl.formatMessage({ id: 'frame.vault.again' })}
        error={differs ? intl.formatMessage({ id: 'frame.vault.differs' }) : null}
        visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'frame.vault.show' }) }}
        value={second}
        onChange={(event) => setSecond(event.currentTarget.value)}
        autoComplete="new-password"
      />
      <Text size="sm" fw={600}>
        {intl.formatMessage({ id: 'frame.vault.choose.lost' })}
      </Text>
      {choose.isError ? <Failure error={choose.error} /> : null}
    </Dialog>
  );
}

function GivePassphrase({ onClose, onDone, waitS }: QuestionProps & { waitS: number | null }) {
  const intl = useIntl();
  const client = useQueryClient();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useCommand((given: string) => shell.unlockVault(given));
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'frame.vault.unlock.title' })}
      confirm={intl.formatMessage({ id: 'errors.action.unlock_vault' })}
      busy={unlock.isPending}
      disabled={passphrase === ''}
      onConfirm={() =>
        unlock.mutate(passphrase, {
          onSuccess: (state) => {
            client.setQueryData(keys.appState, state);
            onDone();
          },
          // The wait after wrong passphrases stands in the state.
          onError: () => void client.invalidateQueries({ queryKey: keys.appState }),
          onSettled: () => setPassphrase(''),
        })
      }
    >
      <Text size="sm">{intl.formatMessage({ id: 'frame.vault.unlock.why' })}</Text>
      <PasswordInput
        label={intl.formatMessage({ id: 'frame.vault.passphrase' })}
        visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'frame.vault.show' }) }}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        autoComplete="current-password"
        data-autofocus
      />
      {waitS === null ? null : (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: 'frame.vault.wait' }, { seconds: waitS })}
        </Text>
      )}
      {unlock.isError ? <Failure error={unlock.error} /> : null}
    </Dialog>
  );
}
