import { Button, Group, Paper, PasswordInput, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { PASSPHRASE_MIN } from '../../frame/VaultDialogs';
import { keys, shell, useAppState, useCommand } from '../../ipc';
import { Dialog } from '../../parts';
import { Failure } from '../../words';
import { GuardFields } from './GuardFields';
import { useGuard } from './useGuard';

/** Whether there is a passphrase for ceilings; it is chosen or changed here. */
export function GuardCard() {
  const intl = useIntl();
  const vault = useAppState().data?.vault;
  const [opened, open] = useState(false);
  if (vault === undefined) return null;
  const close = () => open(false);
  return (
    <Paper withBorder p="md" component="section" aria-label={intl.formatMessage({ id: 'guard.title' })}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2}>{intl.formatMessage({ id: 'guard.title' })}</Title>
          <Text size="sm" maw="40rem">
            {intl.formatMessage({ id: 'guard.what' })}{' '}
            {intl.formatMessage({ id: vault.guardSet ? `guard.is_set.${vault.kind}` : 'guard.is_not_set' })}
          </Text>
        </div>
        <Button size="xs" variant="default" onClick={() => open(true)}>
          {intl.formatMessage({ id: vault.guardSet ? 'guard.change' : 'guard.choose' })}
        </Button>
      </Group>
      {!opened ? null : vault.guardSet ? <Change onClose={close} /> : <Choose onClose={close} />}
    </Paper>
  );
}

/** Says that it is done and goes back. */
function useDone(onClose: () => void) {
  const intl = useIntl();
  return () => {
    onClose();
    notifications.show({ message: intl.formatMessage({ id: 'guard.done' }) });
  };
}

function Choose({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const guard = useGuard();
  const done = useDone(onClose);
  const choose = useCommand(() => guard.take());
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'guard.choose' })}
      confirm={intl.formatMessage({ id: 'frame.vault.choose.confirm' })}
      busy={choose.isPending}
      disabled={!guard.ready}
      onConfirm={() => choose.mutate(undefined, { onSuccess: done })}
    >
      <GuardFields guard={guard} why={intl.formatMessage({ id: 'guard.what' })} error={choose.error} focus />
      {choose.isError ? <Failure error={choose.error} /> : null}
    </Dialog>
  );
}

function Change({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const client = useQueryClient();
  const [old, setOld] = useState('');
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const done = useDone(onClose);
  const change = useCommand(async () => {
    const [former, next] = [old, first];
    for (const empty of [setOld, setFirst, setAgain]) empty('');
    client.setQueryData(keys.appState, await shell.changeGuard(former, next));
  });
  const field = (label: string, value: string, set: (text: string) => void, error: string | null) => (
    <PasswordInput
      label={label}
      required
      error={error}
      visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'frame.vault.show' }) }}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      autoComplete={set === setOld ? 'current-password' : 'new-password'}
      {...(set === setOld ? { 'data-autofocus': true } : {})}
    />
  );
  const short = first !== '' && first.length < PASSPHRASE_MIN;
  const differs = again !== '' && again !== first;
  const text = (id: 'guard.old' | 'guard.new' | 'frame.vault.again' | 'frame.vault.differs') =>
    intl.formatMessage({ id });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'guard.change' })}
      confirm={intl.formatMessage({ id: 'guard.change' })}
      busy={change.isPending}
      disabled={old === '' || first.length < PASSPHRASE_MIN || again !== first}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
    >
      {field(text('guard.old'), old, setOld, null)}
      {field(
        text('guard.new'),
        first,
        setFirst,
        short ? intl.formatMessage({ id: 'frame.vault.choose.hint' }, { count: PASSPHRASE_MIN }) : null,
      )}
      {field(text('frame.vault.again'), again, setAgain, differs ? text('frame.vault.differs') : null)}
      <Text size="sm">{intl.formatMessage({ id: 'guard.lost' })}</Text>
      {change.isError ? <Failure error={change.error} /> : null}
    </Dialog>
  );
}
