import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { keys, type PayoutChecks, shell, useCommand } from '../../ipc';
import { Amount, DetailList, Time } from '../../parts';
import { useVaultDialog } from '../../session/vault';
import { Failure } from '../../words';
import type { OrderForm } from '../draft';
import { Findings } from './Findings';
import { findingsOf } from './findings';
import classes from './payout.module.css';

type ChecksProps = {
  form: OrderForm;
  /** The given-up order that it takes the place of. */
  replaces: string | null;
  onReplace: (id: string) => void;
};

/** What is known about the payee and the amount, beside the form while it is filled in. */
export function Checks({ form, replaces, onReplace }: ChecksProps) {
  const intl = useIntl();
  const { chosen, product, report } = form;
  if (chosen === undefined || product === undefined || form.form === null) return null;
  const { currency } = chosen.market;
  const name = intl.formatMessage({ id: 'payout.checks' });
  const findings =
    report === undefined ? [] : findingsOf(intl, { report, draft: form.form, product, currency, replaces });
  return (
    <aside aria-label={name} className={classes['checks']}>
      <Stack gap="sm">
        <Title order={2}>{name}</Title>
        {findings.length === 0 ? (
          <Text size="sm" c="dimmed">
            {intl.formatMessage({ id: 'payout.checks.later' })}
          </Text>
        ) : (
          <Findings findings={findings} name={name} onReplace={onReplace} />
        )}
        {report?.payout == null ? null : (
          <BalanceLeft accountId={chosen.account.id} checks={report.payout} currency={currency} />
        )}
      </Stack>
    </aside>
  );
}

/** What would be left: what the gateway said can be spent, less what is under way, less this. */
export function BalanceLeft({
  accountId,
  checks,
  currency,
}: {
  accountId: string;
  checks: PayoutChecks;
  currency: string;
}) {
  const intl = useIntl();
  const client = useQueryClient();
  const vault = useVaultDialog();
  const refresh = useCommand(
    async (id: string) => {
      const balances = await shell.refreshBalance(id);
      await client.invalidateQueries({ queryKey: ['draft', id] });
      return balances;
    },
    [keys.balances],
  );
  const amount = (value: string | null) => <Amount value={value} currency={currency} />;
  return (
    <section aria-label={intl.formatMessage({ id: 'payout.balance' })}>
      <DetailList
        details={[
          { term: intl.formatMessage({ id: 'payout.balance.available' }), value: amount(checks.available) },
          { term: intl.formatMessage({ id: 'payout.balance.claimed' }), value: amount(checks.claimed) },
          {
            term: intl.formatMessage({ id: 'payout.balance.left' }),
            value:
              checks.leftAfter === null ? null : (
                <Amount
                  value={checks.leftAfter}
                  currency={currency}
                  fw={600}
                  {...(checks.exceedsBalance ? { c: 'var(--mantine-color-error)' } : {})}
                />
              ),
          },
        ]}
      />
      <Group gap="xs" pt={4}>
        <Text size="xs" c="dimmed" component="div">
          {checks.availableReadAt === null ? (
            intl.formatMessage({ id: 'payout.balance.never' })
          ) : (
            <>
              {intl.formatMessage({ id: 'payout.balance.read' })}{' '}
              <Time at={checks.availableReadAt} as="relative" />
            </>
          )}
        </Text>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconRefresh size="1em" aria-hidden />}
          loading={refresh.isPending}
          onClick={() => vault.need([accountId], () => refresh.mutate(accountId))}
        >
          {intl.formatMessage({ id: 'payout.balance.refresh' })}
        </Button>
      </Group>
      {refresh.error === null ? null : <Failure error={refresh.error} />}
    </section>
  );
}
