import { Button, Group, Paper, SimpleGrid, Stack, Title } from '@mantine/core';
import { IconCircleCheck, IconPlugConnected } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { NEEDS_PERSON } from '../../frame/orderSearch';
import { type OverviewView, useAppState, useOverview } from '../../ipc';
import { EmptyState, LoadingState, Page } from '../../parts';
import { useScope } from '../../session/scope';
import { FailedToLoad, PlaceLink, Stale } from '../../words';
import { Incomplete } from '../data';
import { BalanceCards } from './BalanceCards';
import { Days } from './Days';
import { FirstSteps } from './FirstSteps';
import { OrderLines } from './OrderLines';

/** What the owner wants to know: what needs me, what do I have, what happened. */
export function OverviewScreen() {
  const intl = useIntl();
  const overview = useOverview();
  const accounts = useAppState().data?.accounts ?? [];
  const navigate = useNavigate();
  return (
    <Page title={intl.formatMessage({ id: 'frame.nav.overview' })}>
      {accounts.length === 0 ? (
        <EmptyState
          icon={IconPlugConnected}
          title={intl.formatMessage({ id: 'overview.no_account' })}
          action={
            <Button onClick={() => void navigate({ to: '/settings', search: { tab: 'accounts' } })}>
              {intl.formatMessage({ id: 'welcome.connect.begin' })}
            </Button>
          }
        >
          {intl.formatMessage({ id: 'overview.no_account.help' })}
        </EmptyState>
      ) : overview.isPending ? (
        <LoadingState lines={8} />
      ) : overview.data === undefined ? (
        <FailedToLoad error={overview.error} onAgain={() => void overview.refetch()} />
      ) : (
        <>
          <Stale query={overview} />
          <Content overview={overview.data} />
        </>
      )}
    </Page>
  );
}

function Content({ overview }: { overview: OverviewView }) {
  const intl = useIntl();
  const { accountId } = useScope();
  const mine = <Row extends { accountId: string }>(rows: readonly Row[]) =>
    rows.filter((row) => accountId === null || row.accountId === accountId);
  return (
    <Stack gap="md">
      <Incomplete incomplete={overview.incomplete} />
      <FirstSteps />
      <Section
        title={intl.formatMessage({ id: 'overview.needs' }, { count: overview.needsPersonCount })}
        action={
          overview.needsPersonCount === 0 ? null : (
            <PlaceLink size="sm" to="/orders" search={{ text: NEEDS_PERSON }}>
              {intl.formatMessage({ id: 'overview.needs.all' })}
            </PlaceLink>
          )
        }
      >
        <NeedsPerson overview={overview} orders={mine(overview.needsPerson)} />
      </Section>
      <Section title={intl.formatMessage({ id: 'overview.balances' })}>
        <BalanceCards balances={mine(overview.balances)} />
      </Section>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Section title={intl.formatMessage({ id: 'overview.days' })}>
          <Days days={overview.days} />
        </Section>
        <Section
          title={intl.formatMessage({ id: 'overview.latest' })}
          action={
            <PlaceLink size="sm" to="/orders">
              {intl.formatMessage({ id: 'overview.latest.all' })}
            </PlaceLink>
          }
        >
          <OrderLines
            name={intl.formatMessage({ id: 'overview.latest' })}
            orders={mine(overview.latest)}
            empty={intl.formatMessage({ id: 'overview.latest.none' })}
          />
        </Section>
      </SimpleGrid>
    </Stack>
  );
}

function NeedsPerson({ overview, orders }: { overview: OverviewView; orders: OverviewView['needsPerson'] }) {
  const intl = useIntl();
  const { unverifiedDeliveries } = overview;
  if (orders.length === 0 && unverifiedDeliveries === 0) {
    return (
      <Group gap="xs">
        <IconCircleCheck size="1.25em" aria-hidden color="var(--cf-good-text)" />
        {intl.formatMessage({ id: 'overview.needs.none' })}
      </Group>
    );
  }
  return (
    <Stack gap="xs">
      {unverifiedDeliveries === 0 ? null : (
        <PlaceLink size="sm" to="/callbacks">
          {intl.formatMessage({ id: 'overview.needs.deliveries' }, { count: unverifiedDeliveries })}
        </PlaceLink>
      )}
      {orders.length === 0 ? null : (
        <OrderLines name={intl.formatMessage({ id: 'overview.needs.list' })} orders={orders} empty="" why />
      )}
    </Stack>
  );
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title} miw={0}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{title}</Title>
        {action}
      </Group>
      {children}
    </Paper>
  );
}
