import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { ConnectionReport } from '../../../ipc';
import { Amount } from '../../../parts';

/** A clock difference that the gateways begin to mind. */
const CLOCK_MS = 5000;

/** What a connection test found, in plain words, with the next step. */
export function ConnectionResult({ report }: { report: ConnectionReport }) {
  const intl = useIntl();
  const { verdict, detail, balances, clockSkewMs, waitS, tookMs } = report;
  const works = verdict === 'works';
  return (
    <Alert
      role="alert"
      variant="outline"
      color={works ? 'green.9' : 'yellow.8'}
      icon={works ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={intl.formatMessage({ id: `settings.verdict.${verdict}.title` })}
    >
      <Text size="sm">{intl.formatMessage({ id: `settings.verdict.${verdict}` }, { ms: tookMs })}</Text>
      {waitS === null ? null : (
        <Text size="sm">{intl.formatMessage({ id: 'settings.verdict.wait' }, { seconds: waitS })}</Text>
      )}
      {clockSkewMs === null || Math.abs(clockSkewMs) <= CLOCK_MS ? null : (
        <Text size="sm">
          {intl.formatMessage({ id: 'settings.verdict.clock' }, { seconds: Math.round(clockSkewMs / 1000) })}
        </Text>
      )}
      {detail === null || detail === '' ? null : (
        <Text size="xs" c="dimmed" className="mono" pt={4}>
          {intl.formatMessage({ id: 'settings.verdict.detail' }, { detail })}
        </Text>
      )}
      {balances.length === 0 ? null : (
        <List size="sm" pt={4}>
          {balances.map(({ currency, available }) => (
            <List.Item key={currency}>
              {intl.formatMessage({ id: 'settings.verdict.available' })}{' '}
              <Amount value={available} currency={currency} />
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
