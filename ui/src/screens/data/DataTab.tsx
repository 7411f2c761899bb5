import { Alert, Code as Block, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { keys, type LedgerDataView, shell, useAppState, useCommand, useData } from '../../ipc';
import { Code, DetailList, LoadingState, Time } from '../../parts';
import { FailedToLoad, Failure } from '../../words';
import { BackupTable } from './BackupTable';
import { PayoutsHalted } from './Compare';

/** Where the ledger is, whether it is sound, and its backups. */
export function DataTab() {
  const data = useData();
  if (data.isPending) return <LoadingState />;
  if (data.data === undefined) return <FailedToLoad error={data.error} onAgain={() => void data.refetch()} />;
  return <Data data={data.data} />;
}

function Data({ data }: { data: LedgerDataView }) {
  const intl = useIntl();
  const practice = useAppState().data?.mode === 'practice';
  return (
    <Stack gap="lg" maw="52rem">
      <Stack gap="xs">
        <Text size="sm">{intl.formatMessage({ id: 'data.lead' })}</Text>
        {practice ? <Text size="sm">{intl.formatMessage({ id: 'data.live_only' })}</Text> : null}
      </Stack>
      <PayoutsHalted />
      <Ledger data={data} />
      <Backups data={data} />
      <History />
    </Stack>
  );
}

/** The way to orders that were made elsewhere. */
function History() {
  const intl = useIntl();
  const navigate = useNavigate();
  const name = intl.formatMessage({ id: 'import.title' });
  return (
    <Stack gap="sm" component="section" aria-label={name} align="flex-start">
      <Title order={2}>{name}</Title>
      <Text size="sm">{intl.formatMessage({ id: 'import.lead' })}</Text>
      <Button variant="default" onClick={() => void navigate({ to: '/import' })}>
        {intl.formatMessage({ id: 'data.import' })}
      </Button>
    </Stack>
  );
}

function Ledger({ data }: { data: LedgerDataView }) {
  const intl = useIntl();
  const check = useCommand(() => shell.checkLedger(), [keys.data, keys.appState]);
  const busy = check.isPending || data.checking;
  const folder = intl.formatMessage({ id: 'data.ledger.folder' });
  return (
    <Stack gap="sm" component="section" aria-label={intl.formatMessage({ id: 'data.ledger' })}>
      <Title order={2}>{intl.formatMessage({ id: 'data.ledger' })}</Title>
      <DetailList
        details={[
          { term: folder, value: <Code value={data.ledgerFolder} what={folder} /> },
          { term: intl.formatMessage({ id: 'data.check' }), value: <LastCheck data={data} /> },
        ]}
      />
      <Group gap="sm">
        <Button
          variant="default"
          loading={busy}
          onClick={() =>
            check.mutate(undefined, {
              onSuccess: () => notifications.show({ message: intl.formatMessage({ id: 'data.check.done' }) }),
            })
          }
        >
          {intl.formatMessage({ id: 'data.check.now' })}
        </Button>
        {busy ? <Text size="sm">{intl.formatMessage({ id: 'data.check.busy' })}</Text> : null}
      </Group>
      {check.isError ? <Failure error={check.error} /> : null}
      {data.problems.length === 0 ? null : (
        <Alert
          variant="outline"
          color="red.8"
          icon={<IconAlertTriangle aria-hidden />}
          title={intl.formatMessage({ id: 'data.problems' })}
        >
          <Text size="sm">{intl.formatMessage({ id: 'data.problems.help' })}</Text>
          <Block block mt="xs">
            {data.problems.join('\n')}
          </Block>
        </Alert>
      )}
    </Stack>
  );
}

function LastCheck({ data: { checkedAt, problems } }: { data: LedgerDataView }) {
  const intl = useIntl();
  if (checkedAt === null) return intl.formatMessage({ id: 'data.check.none' });
  return (
    <>
      <Time at={checkedAt} />
      {' · '}
      {problems.length === 0
        ? intl.formatMessage({ id: 'data.check.sound' })
        : intl.formatMessage({ id: 'data.check.problems' }, { count: problems.length })}
    </>
  );
}

function Backups({ data }: { data: LedgerDataView }) {
  const intl = useIntl();
  const backUp = useCommand(() => shell.backUp(), [keys.data]);
  const busy = backUp.isPending || data.backingUp;
  const folder = intl.formatMessage({ id: 'data.backups.folder' });
  return (
    <Stack gap="sm" component="section" aria-label={intl.formatMessage({ id: 'data.backups' })}>
      <Title order={2}>{intl.formatMessage({ id: 'data.backups' })}</Title>
      <DetailList details={[{ term: folder, value: <Code value={data.backupsFolder} what={folder} /> }]} />
      <Text size="sm">{intl.formatMessage({ id: 'data.backups.private' })}</Text>
      {data.backupFailure === null || busy ? null : (
        <Alert variant="outline" color="yellow.8" icon={<IconAlertTriangle aria-hidden />}>
          {intl.formatMessage({ id: 'data.backup.failed' })}{' '}
          {data.backups.length === 0 ? null : intl.formatMessage({ id: 'data.backup.failed.older' })}
          <Text size="xs" c="dimmed">
            {intl.formatMessage({ id: 'errors.technical' }, { message: data.backupFailure })}
          </Text>
        </Alert>
      )}
      <Group gap="sm">
        <Button
          variant="default"
          loading={busy}
          disabled={data.damaged}
          onClick={() =>
            backUp.mutate(undefined, {
              onSuccess: () =>
                notifications.show({ message: intl.formatMessage({ id: 'data.backup.done' }) }),
            })
          }
        >
          {intl.formatMessage({ id: 'data.backup.now' })}
        </Button>
        {busy ? <Text size="sm">{intl.formatMessage({ id: 'data.backup.busy' })}</Text> : null}
      </Group>
      {backUp.isError ? <Failure error={backUp.error} /> : null}
      <BackupTable backups={data.backups} />
    </Stack>
  );
}
