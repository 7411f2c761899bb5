import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { asIpcError, type ErrorAction, errorEntry, type IpcError, readingEntry } from '../ipc';
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
  const { severity, text, action } = errorEntry(known);
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
        <Remedy error={known} action={action} {...(onAgain === undefined ? {} : { onAgain })} />
      </Group>
    </Alert>
  );
}

/** A whole screen or panel that could not be loaded. It was only to be shown, so nothing is said of sending. */
export function FailedToLoad({ error, onAgain }: FailureProps) {
  const intl = useIntl();
  const known = asIpcError(error);
  const { text, action } = readingEntry(known);
  return (
    <ErrorState
      title={intl.formatMessage({ id: 'errors.failed_to_load' })}
      technical={intl.formatMessage({ id: 'errors.technical' }, { message: known.message })}
      action={<Remedy error={known} action={action} {...(onAgain === undefined ? {} : { onAgain })} />}
    >
      <span>{intl.formatMessage({ id: text }, known.details)}</span>{' '}
      {text.startsWith('errors.reading.') ? (
        <span>{intl.formatMessage({ id: 'errors.reading' })}</span>
      ) : null}
    </ErrorState>
  );
}

type StaleProps = {
  query: { data: unknown; isError: boolean; error: unknown; refetch: () => Promise<unknown> };
};

/** Above what did load once: reading it again has failed. What is shown stays, and says how old it may be. */
export function Stale({ query: { data, isError, error, refetch } }: StaleProps) {
  const intl = useIntl();
  if (!isError || data === undefined) return null;
  const known = asIpcError(error);
  return (
    <Alert role="status" variant="outline" color="yellow.8" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm">{intl.formatMessage({ id: 'errors.stale' })}</Text>
      <Group gap="xs" pt="xs">
        <Remedy error={known} action="again" onAgain={() => void refetch()} />
      </Group>
    </Alert>
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

type RemedyProps = { error: IpcError; action: ErrorAction; onAgain?: () => void };

function Remedy({ error, action, onAgain }: RemedyProps): ReactNode {
  const intl = useIntl();
  const navigate = useNavigate();
  const vault = useVaultDialog();
  const button = (press: () => void, id: Exclude<ErrorAction, 'mend_field' | 'choose_port' | 'none'>) => (
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
    case 'open_twin':
    case 'open_order': {
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
