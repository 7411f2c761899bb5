import { Button, Collapse, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight, IconRefresh } from '@tabler/icons-react';
import { useId } from 'react';
import { useIntl } from 'react-intl';
import type { AccountBalances, BalanceView, IpcError } from '../../ipc';
import { Amount, DetailList, Time } from '../../parts';
import { countryFlag, Failure, useAccountFinder, useMarketName } from '../../words';
import classes from './balances.module.css';

type AccountCardProps = {
  account: AccountBalances;
  busy: boolean;
  disabled: boolean;
  problem: IpcError | undefined;
  onRefresh: () => void;
};

/** One account: what can be spent first, then what cannot, and how old the reading is. */
export function AccountCard({ account, busy, disabled, problem, onRefresh }: AccountCardProps) {
  const intl = useIntl();
  const marketName = useMarketName();
  const find = useAccountFinder();
  const market = find(account.accountId)?.market;
  return (
    <section aria-label={account.accountName} className={classes['card']}>
      <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
        <div>
          <Title order={2}>{account.accountName}</Title>
          <Text size="xs" c="dimmed">
            {market === undefined ? null : `${countryFlag(market.country)} ${marketName(market)}`}
          </Text>
        </div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size="1.1em" aria-hidden />}
          loading={busy}
          disabled={disabled && !busy}
          aria-label={intl.formatMessage({ id: 'balances.refresh_what' }, { account: account.accountName })}
          onClick={onRefresh}
        >
          {intl.formatMessage({ id: 'balances.refresh' })}
        </Button>
      </Group>
      {account.balances.length === 0 ? (
        <Text size="sm" c="dimmed" py="sm">
          {intl.formatMessage({ id: 'balances.never' })}
        </Text>
      ) : (
        account.balances.map((balance) => <Balance key={balance.currency} balance={balance} />)
      )}
      {problem === undefined ? null : <Failure error={problem} onAgain={onRefresh} />}
      <History history={account.history} name={account.accountName} />
    </section>
  );
}

function Balance({ balance }: { balance: BalanceView }) {
  const intl = useIntl();
  const { currency, available, frozen, waiting, claimed, state, readAt } = balance;
  const amount = (value: string | null) =>
    value === null ? null : <Amount value={value} currency={currency} />;
  return (
    <Stack gap={4} pt="xs">
      <Text size="xs" c="dimmed">
        {intl.formatMessage({ id: 'balances.available' })}
      </Text>
      <Amount value={available} currency={currency} className={classes['available'] ?? ''} />
      <DetailList
        details={[
          { term: intl.formatMessage({ id: 'balances.claimed' }), value: amount(claimed) },
          { term: intl.formatMessage({ id: 'balances.frozen' }), value: amount(frozen) },
          { term: intl.formatMessage({ id: 'balances.waiting' }), value: amount(waiting) },
          {
            term: intl.formatMessage({ id: 'balances.state' }),
            value: state === null || state === '' ? null : <bdi>{state}</bdi>,
          },
          {
            term: intl.formatMessage({ id: 'balances.read_at' }),
            value: <Time at={readAt} as="relative" />,
          },
        ]}
      />
    </Stack>
  );
}

/** Earlier readings, folded. */
function History({ history, name }: { history: readonly BalanceView[]; name: string }) {
  const intl = useIntl();
  const [open, { toggle }] = useDisclosure(false);
  const region = useId();
  if (history.length === 0) return null;
  const Sign = open ? IconChevronDown : IconChevronRight;
  const title = intl.formatMessage({ id: 'balances.history_of' }, { account: name });
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Sign size="1.1em" aria-hidden />}
        aria-expanded={open}
        aria-controls={region}
        aria-label={title}
        onClick={toggle}
      >
        {intl.formatMessage({ id: 'balances.history' }, { count: history.length })}
      </Button>
      <Collapse expanded={open} id={region}>
        <Table.ScrollContainer minWidth="32rem" maxHeight="18rem">
          <Table stickyHeader aria-label={title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{intl.formatMessage({ id: 'balances.read_at' })}</Table.Th>
                {(['available', 'frozen', 'waiting', 'claimed'] as const).map((column) => (
                  <Table.Th key={column} ta="end">
                    {intl.formatMessage({ id: `balances.${column}` })}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {history.map(({ readAt, currency, available, frozen, waiting, claimed }) => (
                <Table.Tr key={`${readAt} ${currency}`}>
                  <Table.Td>
                    <Time at={readAt} />
                  </Table.Td>
                  {[available, frozen, waiting, claimed].map((value, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: four columns that never move
                    <Table.Td key={at} ta="end">
                      <Amount value={value} currency={currency} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Collapse>
    </div>
  );
}
