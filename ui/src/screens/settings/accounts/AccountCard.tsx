import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconArchive, IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type AccountView, shell, useCommand } from '../../../ipc';
import { Amount, Code, DetailList, Pill, Time } from '../../../parts';
import { useVaultDialog } from '../../../session/vault';
import { countryFlag, Failure, useAccountFinder, useMarketName } from '../../../words';
import { ConnectionResult } from './ConnectionResult';
import { credentialNames } from './credentials';
import { usePaidToday } from './DayCeiling';
import { EditAccount } from './EditAccount';
import { RetireAccount } from './RetireAccount';
import { RotateKey } from './RotateKey';

type Dialog = 'edit' | 'rotate' | 'retire' | undefined;

/** One account: what it is, and what can be done with it. */
export function AccountCard({ account }: { account: AccountView }) {
  const intl = useIntl();
  const vault = useVaultDialog();
  const market = useAccountFinder()(account.id)?.market;
  const marketName = useMarketName();
  const [dialog, open] = useState<Dialog>();
  const test = useCommand((id: string) => shell.testConnection({ what: 'account', value: id }));
  const close = () => open(undefined);
  const runTest = () => vault.need([account.id], () => test.mutate(account.id));
  const keyName = intl.formatMessage({ id: credentialNames[market?.family ?? 'cashy'].keyId });
  const baseUrl = intl.formatMessage({ id: 'settings.field.base_url' });
  const notifyUrl = intl.formatMessage({ id: 'settings.field.notify_url' });
  const retired = account.retiredAt !== null;
  return (
    <Paper withBorder p="md" component="section" aria-label={account.name}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <div>
            <Group gap="xs">
              <Title order={2}>{account.name}</Title>
              {account.insecure ? (
                <Pill tone="warn" icon={IconLockOpen}>
                  {intl.formatMessage({ id: 'settings.insecure' })}
                </Pill>
              ) : null}
              {retired ? (
                <Pill tone="plain" icon={IconArchive}>
                  {intl.formatMessage({ id: 'settings.retired' })}
                </Pill>
              ) : null}
            </Group>
            {countryFlag(account.country)} {marketName(market)} · {account.currency}
          </div>
          {retired ? null : (
            <Group gap="xs">
              <Button size="xs" variant="default" loading={test.isPending} onClick={runTest}>
                {intl.formatMessage({ id: 'settings.test' })}
              </Button>
              <Button size="xs" variant="default" onClick={() => open('edit')}>
                {intl.formatMessage({ id: 'settings.edit' })}
              </Button>
              {account.builtIn ? null : (
                <Button size="xs" variant="default" onClick={() => open('rotate')}>
                  {intl.formatMessage({ id: 'settings.rotate' })}
                </Button>
              )}
              <Button size="xs" variant="default" onClick={() => open('retire')}>
                {intl.formatMessage({ id: 'settings.retire' })}
              </Button>
            </Group>
          )}
        </Group>
        <DetailList
          details={[
            {
              term: baseUrl,
              value: account.builtIn ? (
                intl.formatMessage({ id: 'settings.built_in' })
              ) : (
                <Code value={account.baseUrl} what={baseUrl} />
              ),
            },
            { term: keyName, value: <Code value={account.keyId} what={keyName} /> },
            account.notifyUrl === null
              ? null
              : { term: notifyUrl, value: <Code value={account.notifyUrl} what={notifyUrl} /> },
            account.payoutCeiling === null
              ? null
              : {
                  term: intl.formatMessage({ id: 'settings.field.ceiling' }),
                  value: <Amount value={account.payoutCeiling} currency={account.currency} />,
                },
            account.dayCeiling === null
              ? null
              : {
                  term: intl.formatMessage({ id: 'settings.field.day_ceiling' }),
                  value: (
                    <>
                      <Amount value={account.dayCeiling} currency={account.currency} />
                      <Today account={account} />
                    </>
                  ),
                },
            ...account.limits.map(({ product, min, max }) => ({
              term: intl.formatMessage(
                { id: 'settings.limits.of' },
                { product: intl.formatMessage({ id: `words.product.${product}` }) },
              ),
              value: (
                <>
                  <Amount value={min} currency={account.currency} /> –{' '}
                  <Amount value={max} currency={account.currency} />
                </>
              ),
            })),
            retired
              ? {
                  term: intl.formatMessage({ id: 'settings.retired' }),
                  value: <Time at={account.retiredAt} />,
                }
              : null,
          ]}
        />
        {test.data === undefined ? null : <ConnectionResult report={test.data} />}
        {test.isError ? <Failure error={test.error} onAgain={runTest} /> : null}
      </Stack>
      {dialog === 'edit' ? <EditAccount account={account} market={market} onClose={close} /> : null}
      {dialog === 'rotate' ? (
        <RotateKey account={account} family={market?.family ?? 'cashy'} onClose={close} />
      ) : null}
      {dialog === 'retire' ? <RetireAccount account={account} onClose={close} /> : null}
    </Paper>
  );
}

/** What the day's ceiling is held against. */
function Today({ account }: { account: AccountView }) {
  return (
    <Text size="xs" c="dimmed">
      {usePaidToday(account)}
    </Text>
  );
}
