import { Button, Group, Stack, Text } from '@mantine/core';
import { IconFileImport, IconPlugConnected } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type AccountView, useAccounts, useAppState } from '../../ipc';
import { EmptyState, LoadingState, Page } from '../../parts';
import { useScope } from '../../session/scope';
import { FailedToLoad, Failure } from '../../words';
import { ColumnTable } from './ColumnTable';
import { AccountChoice, FileFacts } from './FileFacts';
import { useTheImport } from './ImportProvider';
import { Preview } from './Preview';
import { Reading } from './Reading';
import { Result } from './Result';
import { Running } from './Running';

/** Orders of the past, out of a file: choose it, look at how it is read and at what would come of it, write it. */
export function ImportScreen() {
  const intl = useIntl();
  const accounts = useAccounts();
  const mode = useAppState().data?.mode;
  return (
    <Page title={intl.formatMessage({ id: 'import.title' })} lead={intl.formatMessage({ id: 'import.lead' })}>
      {accounts.isPending || mode === undefined ? (
        <LoadingState />
      ) : accounts.data === undefined ? (
        <FailedToLoad error={accounts.error} onAgain={() => void accounts.refetch()} />
      ) : accounts.data.length === 0 ? (
        <NoAccounts />
      ) : (
        <Steps key={mode} accounts={accounts.data} />
      )}
    </Page>
  );
}

function NoAccounts() {
  const intl = useIntl();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={IconPlugConnected}
      title={intl.formatMessage({ id: 'import.no_accounts' })}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/settings' })}>
          {intl.formatMessage({ id: 'import.no_accounts.action' })}
        </Button>
      }
    >
      {intl.formatMessage({ id: 'import.no_accounts.help' })}
    </EmptyState>
  );
}

function Steps({ accounts }: { accounts: readonly AccountView[] }) {
  const intl = useIntl();
  const scope = useScope();
  const first =
    accounts.find(({ id }) => id === scope.accountId) ?? (accounts.length === 1 ? accounts[0] : undefined);
  const [wanted, want] = useState<string | null>(first?.id ?? null);
  const history = useTheImport();
  const { looked, settled, preview, choose, read, progress, result, failure } = history;
  // What is shown is always whose orders would be written: a file is read anew for another account, or stays the first's.
  const accountId = looked?.accountId ?? wanted;
  const setAccount = (id: string) => {
    want(id);
    if (looked === null) return;
    const { page, encoding } = looked.sheet;
    read.mutate({ account: id, reading: { page, encoding } });
  };

  if (progress !== null && looked !== null) {
    return (
      <Running
        name={looked.sheet.name}
        progress={progress}
        stopping={history.stopping}
        onStop={history.stop}
      />
    );
  }
  if (result !== null && looked !== null) {
    return (
      <Result name={looked.sheet.name} token={looked.sheet.token} result={result} onAgain={history.again} />
    );
  }
  return (
    <Stack gap="xl">
      <Stack gap="sm" maw="52rem">
        <AccountChoice accounts={accounts} value={accountId} busy={read.isPending} onChange={setAccount} />
        <Group gap="sm">
          <Button
            variant={looked === null ? 'filled' : 'default'}
            leftSection={<IconFileImport size="1.1em" aria-hidden />}
            disabled={accountId === null}
            loading={choose.isPending}
            onClick={() => accountId !== null && choose.mutate(accountId)}
          >
            {intl.formatMessage({ id: looked === null ? 'import.choose' : 'import.choose.other' })}
          </Button>
          <Text size="sm" c="dimmed">
            {intl.formatMessage({ id: accountId === null ? 'import.choose.first' : 'import.file.limits' })}
          </Text>
        </Group>
        {choose.isError ? <Failure error={choose.error} /> : null}
        {read.isError ? <Failure error={read.error} /> : null}
      </Stack>
      {looked === null || settled === undefined ? (
        <EmptyState icon={IconFileImport} title={intl.formatMessage({ id: 'import.file.none' })}>
          {intl.formatMessage({ id: 'import.file.none.help' })}
        </EmptyState>
      ) : (
        <>
          <FileFacts
            sheet={looked.sheet}
            busy={read.isPending}
            onRead={(reading) => read.mutate({ account: looked.accountId, reading })}
          />
          <Reading
            sheet={looked.sheet}
            mapping={looked.mapping}
            settled={settled}
            preview={preview.data}
            onChange={history.change}
          />
          <ColumnTable sheet={looked.sheet} mapping={looked.mapping} onChange={history.change} />
          {preview.isError ? (
            <Failure error={preview.error} onAgain={() => void preview.refetch()} />
          ) : (
            <Preview
              sheet={looked.sheet}
              preview={preview.data}
              counting={preview.isPlaceholderData || preview.isPending || read.isPending}
              onRun={() => void history.run(settled)}
            />
          )}
          {failure === null ? null : <Failure error={failure} />}
        </>
      )}
    </Stack>
  );
}
