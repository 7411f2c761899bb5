import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { reasonText } from '../../words';
import { GatewayWords } from './GatewayWords';

/** Why it was refused, failed, not sent or is unclear: explained, the next step, and the gateway's own words. */
export function Why({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { reason, reasonCode, reasonField, summary } = order;
  const explained = reasonText(intl, reasonCode, reasonField);
  // An order that never left has our own code for a reason: explained above, and nobody's words.
  const words = reason === '' || reason === reasonCode ? null : reason;
  if (explained === null && words === null) return null;
  const doubtful = ['unknown', 'not_sent', 'abandoned'].includes(summary.status);
  return (
    <Alert
      variant="outline"
      color={doubtful ? 'yellow.8' : 'red.8'}
      icon={<IconAlertTriangle aria-hidden />}
      title={intl.formatMessage({ id: 'outcome.why' })}
    >
      <Stack gap={4}>
        {explained === null ? null : <Text size="sm">{explained.what}</Text>}
        {explained?.next == null ? null : <Text size="sm">{explained.next}</Text>}
        {words === null ? null : <GatewayWords words={words} />}
      </Stack>
    </Alert>
  );
}
