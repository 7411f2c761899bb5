import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconPlayerStop, IconRefresh, IconScale } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { useBalances } from '../../ipc';
import { EmptyState, LoadingState, Page } from '../../parts';
import { useScope } from '../../session/scope';
import { FailedToLoad, Stale } from '../../words';
import { AccountCard } from './AccountCard';
import classes from './balances.module.css';
import { useRefreshing } from './useRefreshing';

/** What every account holds, as its gateway last said, and how old that is. */
export function BalancesScreen() {
  const intl = useIntl();
  const navigate = useNavigate();
  const balances = useBalances();
  const { accountId } = useScope();
  const { run, stop, refreshing, problems, progress } = useRefreshing();
  const shown = (balances.data ?? []).filter(
    (account) => accountId === null || account.accountId === accountId,
  );
  return (
    <Page
      title={intl.formatMessage({ id: 'balances.title' })}
      lead={intl.formatMessage({ id: 'balances.lead' })}
      actions={
        shown.length === 0 ? undefined : progress === null ? (
          <Button
            variant="default"
            leftSection={<IconRefresh size="1.1em" aria-hidden />}
            onClick={() => run(shown)}
          >
            {intl.formatMessage({ id: 'balances.refresh_all' })}
          </Button>
        ) : (
          <Button variant="default" leftSection={<IconPlayerStop size="1.1em" aria-hidden />} onClick={stop}>
            {intl.formatMessage({ id: 'balances.stop' })}
          </Button>
        )
      }
    >
      {balances.isPending ? (
        <LoadingState />
      ) : balances.data === undefined ? (
        <FailedToLoad error={balances.error} onAgain={() => void balances.refetch()} />
      ) : shown.length === 0 ? (
        <EmptyState
          icon={IconScale}
          title={intl.formatMessage({ id: 'balances.empty.title' })}
          action={
            <Button onClick={() => void navigate({ to: '/settings' })}>
              {intl.formatMessage({ id: 'balances.empty.action' })}
            </Button>
          }
        >
          {intl.formatMessage({ id: 'balances.empty' })}
        </EmptyState>
      ) : (
        <Stack gap="md">
          <Stale query={balances} />
          {progress === null ? null : <Reading done={progress.done} all={progress.all} />}
          {Object.keys(problems).length === 0 || progress !== null ? null : (
            <Alert role="status" variant="outline" color="yellow.8">
              {intl.formatMessage({ id: 'balances.some_failed' }, { count: Object.keys(problems).length })}
            </Alert>
          )}
          <div className={classes['cards']}>
            {shown.map((account) => (
              <AccountCard
                key={account.accountId}
                account={account}
                busy={refreshing === account.accountId}
                disabled={refreshing !== null}
                problem={problems[account.accountId]}
                onRefresh={() => run([account])}
              />
            ))}
          </div>
        </Stack>
      )}
    </Page>
  );
}

function Reading({ done, all }: { done: number; all: number }) {
  const intl = useIntl();
  const text = intl.formatMessage({ id: 'balances.progress' }, { done, all });
  return (
    <Group gap="sm" role="status">
      <Progress value={(done / all) * 100} aria-label={text} flex={1} />
      <Text size="sm" className="num">
        {text}
      </Text>
    </Group>
  );
}
