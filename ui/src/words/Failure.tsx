import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { asIpcError, errorEntry, type IpcError } from '../ipc';
import { ErrorState } from '../parts';
import { useVaultDialog } from '../session/vault';

type FailureProps = {
  /** Anything thrown by a command or query. */
  error: unknown;
  /** What "Try again" does; without it the button is not offered. */
  onAgain?: () => void;
};

const colours = { info: 'ink', warning: 'yellow.8', error: 'red.8' } as const;

/** A refusal or failure beside what caused it; stays until it is settled. */
export function Failure({ error, onAgain }: FailureProps) {
  const intl = useIntl();
  const known = asIpcError(error);
  const { severity, text } = errorEntry(known);
  return (
    <Alert
      role="alert"
      variant="outline"
      color={colours[severity]}
      icon={severity === 'info' ? <IconInfoCircle aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={intl.formatMessage({ id: `errors.title.${severity}` })}
    >
      <Text size="sm">{intl.formatMessage({ id: text }, known.details)}</Text>
      <Technical error={known} />
      <Group gap="xs" pt="xs">
        <Remedy error={known} {...(onAgain === undefined ? {} : { onAgain })} />
      </Group>
    </Alert>
  );
}

/** A whole screen or panel that could not be loaded. */
export function FailedToLoad({ error, onAgain }: FailureProps) {
  const intl = useIntl();
  const known = asIpcError(error);
  return (
    <ErrorState
      title={intl.formatMessage({ id: 'errors.failed_to_load' })}
      technical={intl.formatMessage({ id: 'errors.technical' }, { message: known.message })}
      action={<Remedy error={known} {...(onAgain === undefined ? {} : { onAgain })} />}
    >
      {intl.formatMessage({ id: errorEntry(known).text }, known.details)}
    </ErrorState>
  );
}

/** What the program itself said, for the person who is asked for help. */
function Technical({ error }: { error: IpcError }) {
  const intl = useIntl();
  if (error.message === '' || errorEntry(error).severity === 'info') return null;
  return (
    <Text size="xs" c="dimmed" pt={4}>
      {intl.formatMessage({ id: 'errors.technical' }, { message: error.message })}
    </Text>
  );
}

function Remedy({ error, onAgain }: { error: IpcError; onAgain?: () => void }): ReactNode {
  const intl = useIntl();
  const navigate = useNavigate();
  const vault = useVaultDialog();
  const { action } = errorEntry(error);
  const button = (
    press: () => void,
    id: 'unlock_vault' | 'set_up_vault' | 'open_accounts' | 'open_data' | 'open_twin' | 'again',
  ) => (
    <Button size="xs" variant="default" onClick={press}>
      {intl.formatMessage({ id: `errors.action.${id}` })}
    </Button>
  );
  switch (action) {
    case 'unlock_vault':
    case 'set_up_vault':
      return button(() => vault.ask(onAgain), action);
    case 'open_accounts':
      return button(() => void navigate({ to: '/settings' }), action);
    case 'open_data':
      return button(() => void navigate({ to: '/settings', search: { tab: 'data' } }), action);
    case 'open_twin': {
      const id = error.details['orderId'];
      return id === undefined
        ? null
        : button(() => void navigate({ to: '/orders/$id', params: { id } }), action);
    }
    case 'again':
      return onAgain === undefined ? null : button(onAgain, action);
    case 'mend_field':
    case 'choose_port':
    case 'none':
      return null;
  }
}
