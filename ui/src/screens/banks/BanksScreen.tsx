import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingBank, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import {
  type AccountView,
  type MarketView,
  shell,
  useAppState,
  useBanks,
  useCommand,
  useMarkets,
} from '../../ipc';
import { EmptyState, LoadingState, Page } from '../../parts';
import { useScope } from '../../session/scope';
import { useVaultDialog } from '../../session/vault';
import { countryFlag, FailedToLoad, Failure, useMarketName } from '../../words';
import { BankList } from './BankList';
import classes from './banks.module.css';
import { FindByClabe } from './FindByClabe';
import { ListState } from './ListState';

/** The gateway's own banks: what there is, how old the list is, what changed. */
export function BanksScreen() {
  const intl = useIntl();
  const state = useAppState();
  const markets = useMarkets();
  const { accountId: scoped } = useScope();
  const [picked, pick] = useState<string | null>(null);
  const accounts = state.data?.accounts ?? [];
  const account =
    accounts.find(({ id }) => id === (scoped ?? picked)) ??
    accounts.find(({ id }) => id === picked) ??
    accounts[0];
  const market = markets.data?.find(({ id }) => id === account?.marketId);
  const failed = [state, markets].find(({ isError, data }) => isError && data === undefined);
  return (
    <Page
      title={intl.formatMessage({ id: 'banks.title' })}
      lead={intl.formatMessage({ id: 'banks.lead' })}
      width="full"
    >
      {failed !== undefined ? (
        <FailedToLoad error={failed.error} onAgain={() => void failed.refetch()} />
      ) : state.isPending || markets.isPending ? (
        <LoadingState />
      ) : account === undefined || market === undefined ? (
        <EmptyState icon={IconBuildingBank} title={intl.formatMessage({ id: 'banks.no_accounts' })} />
      ) : (
        <div className={classes['screen']}>
          {scoped === null ? (
            <AccountSelect accounts={accounts} markets={markets.data ?? []} account={account} onPick={pick} />
          ) : null}
          {market.hasPayoutBanks ? (
            <Banks key={account.id} account={account} market={market} />
          ) : (
            <EmptyState icon={IconBuildingBank} title={intl.formatMessage({ id: 'banks.none.title' })}>
              {intl.formatMessage({ id: market.confirmed ? 'banks.none' : 'banks.none.unconfirmed' })}
            </EmptyState>
          )}
        </div>
      )}
    </Page>
  );
}

type AccountSelectProps = {
  accounts: readonly AccountView[];
  markets: readonly MarketView[];
  account: AccountView;
  onPick: (id: string | null) => void;
};

function AccountSelect({ accounts, markets, account, onPick }: AccountSelectProps) {
  const intl = useIntl();
  const marketName = useMarketName();
  return (
    <Select
      label={intl.formatMessage({ id: 'words.account' })}
      maw="26rem"
      value={account.id}
      onChange={onPick}
      data={accounts.map(({ id, name, country, marketId }) => ({
        value: id,
        label: `${countryFlag(country)} ${name} · ${marketName(markets.find((other) => other.id === marketId))}`,
      }))}
    />
  );
}

function Banks({ account, market }: { account: AccountView; market: MarketView }) {
  const intl = useIntl();
  const vault = useVaultDialog();
  const banks = useBanks(account.id);
  const refresh = useCommand((id: string) => shell.refreshBanks(id), [['banks']]);
  const [typed, type] = useState('');
  const [search] = useDebouncedValue(typed, 60);
  if (banks.isPending) return <LoadingState />;
  if (banks.data === undefined)
    return <FailedToLoad error={banks.error} onAgain={() => void banks.refetch()} />;
  return (
    <>
      <Group gap="md" align="flex-start">
        <TextInput
          label={intl.formatMessage({ id: 'banks.search' })}
          type="search"
          leftSection={<IconSearch size="1.1em" aria-hidden />}
          autoComplete="off"
          flex="1 1 16rem"
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <FindByClabe account={account} market={market} banks={banks.data.banks} onShow={type} />
        <Button
          variant="default"
          mt="1.36rem"
          leftSection={<IconRefresh size="1.1em" aria-hidden />}
          loading={refresh.isPending}
          onClick={() => vault.need([account.id], () => refresh.mutate(account.id))}
        >
          {intl.formatMessage({ id: 'banks.refresh' })}
        </Button>
      </Group>
      {refresh.error === null ? null : (
        <Failure error={refresh.error} onAgain={() => refresh.mutate(account.id)} />
      )}
      <Stack gap="xs">
        <ListState banks={banks.data} />
      </Stack>
      {banks.data.banks.length === 0 ? (
        <EmptyState icon={IconBuildingBank} title={intl.formatMessage({ id: 'banks.empty.title' })}>
          {intl.formatMessage({ id: 'banks.empty' })}
        </EmptyState>
      ) : (
        <BankList banks={banks.data.banks} search={search} onClear={() => type('')} />
      )}
      <Text size="xs" c="dimmed">
        {intl.formatMessage({ id: 'banks.source' })}
      </Text>
    </>
  );
}
