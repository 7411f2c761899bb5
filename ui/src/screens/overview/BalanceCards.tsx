import { Paper, SimpleGrid, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { AccountBalances, BalanceView } from '../../ipc';
import { Amount, Time } from '../../parts';

/** What each account holds, as its gateway last said. */
export function BalanceCards({ balances }: { balances: readonly AccountBalances[] }) {
  const intl = useIntl();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
      {balances.map((account) => (
        <Paper key={account.accountId} withBorder p="sm" component="article" aria-label={account.accountName}>
          <Text size="sm" c="dimmed" truncate>
            {account.accountName}
          </Text>
          {account.balances.length === 0 ? (
            <Text size="sm">{intl.formatMessage({ id: 'overview.balances.none' })}</Text>
          ) : (
            account.balances.map((balance) => <Balance key={balance.currency} balance={balance} />)
          )}
        </Paper>
      ))}
    </SimpleGrid>
  );
}

function Balance({ balance }: { balance: BalanceView }) {
  const intl = useIntl();
  const { currency } = balance;
  const parts = (['frozen', 'waiting', 'claimed'] as const).filter((part) => isSome(balance[part]));
  return (
    <>
      <Amount value={balance.available} currency={currency} size="lg" fw={600} />
      {parts.map((part) => (
        <Text key={part} size="xs">
          {intl.formatMessage({ id: `overview.balances.${part}` })}{' '}
          <Amount value={balance[part]} currency={currency} />
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {intl.formatMessage({ id: 'overview.balances.read' })} <Time at={balance.readAt} as="relative" />
      </Text>
    </>
  );
}

/** Whether there is anything: nothing frozen need not be said. */
const isSome = (amount: string | null): boolean => amount !== null && /[1-9]/.test(amount);
