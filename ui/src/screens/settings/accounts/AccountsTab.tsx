import { Button, Group, Paper, Stack, Switch, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useAccounts } from '../../../ipc';
import { EmptyState, LoadingState } from '../../../parts';
import { FailedToLoad } from '../../../words';
import { GuardCard } from '../../guard';
import { AccountCard } from './AccountCard';
import { ConnectForm } from './ConnectForm';

/** The accounts of the mode on show. */
export function AccountsTab() {
  const intl = useIntl();
  const accounts = useAccounts();
  const [connecting, connect] = useState(false);
  const [retiredToo, showRetired] = useState(false);
  if (accounts.isPending) return <LoadingState />;
  if (accounts.data === undefined)
    return <FailedToLoad error={accounts.error} onAgain={() => void accounts.refetch()} />;
  if (connecting) {
    return (
      <Paper withBorder p="lg" maw="44rem">
        <Title order={2} mb="md">
          {intl.formatMessage({ id: 'settings.connect' })}
        </Title>
        <ConnectForm
          onCancel={() => connect(false)}
          onDone={({ name }) => {
            connect(false);
            notifications.show({ message: intl.formatMessage({ id: 'settings.connected' }, { name }) });
          }}
        />
      </Paper>
    );
  }
  const begin = (
    <Button leftSection={<IconPlus size="1.1em" aria-hidden />} onClick={() => connect(true)}>
      {intl.formatMessage({ id: 'settings.connect' })}
    </Button>
  );
  if (accounts.data.length === 0) {
    return (
      <EmptyState
        icon={IconUsers}
        title={intl.formatMessage({ id: 'settings.accounts.none' })}
        action={begin}
      >
        {intl.formatMessage({ id: 'settings.accounts.none.help' })}
      </EmptyState>
    );
  }
  const retired = accounts.data.filter(({ retiredAt }) => retiredAt !== null);
  const shown = retiredToo ? accounts.data : accounts.data.filter(({ retiredAt }) => retiredAt === null);
  return (
    <Stack gap="md" maw="56rem">
      <Group justify="space-between">
        {begin}
        {retired.length === 0 ? null : (
          <Switch
            label={intl.formatMessage({ id: 'settings.accounts.show_retired' }, { count: retired.length })}
            checked={retiredToo}
            onChange={(event) => showRetired(event.currentTarget.checked)}
          />
        )}
      </Group>
      {shown.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
      <GuardCard />
    </Stack>
  );
}
