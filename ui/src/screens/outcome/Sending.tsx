import { Stack, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { Time, useNow } from '../../parts';

const SECOND_MS = 1000;
/** No attempt takes so long: what stands longer was answered or broke off, and could not be written down. */
const STUCK_MS = 120 * SECOND_MS;

/** Since when it is being sent; and when that is too long, what that means. */
export function Sending({ order: { summary } }: { order: OrderDetailView }) {
  const intl = useIntl();
  const stuck = useNow(SECOND_MS) - Date.parse(summary.updatedAt) > STUCK_MS;
  if (summary.status !== 'sending') return null;
  return (
    <Stack gap={4}>
      <Text size="sm" component="div">
        {intl.formatMessage({ id: 'outcome.sending.since' })} <Time at={summary.updatedAt} as="clock" />
      </Text>
      {stuck ? (
        <Text size="sm" fw={600} role="status">
          {intl.formatMessage({ id: `outcome.sending.stuck.${summary.direction}` })}
        </Text>
      ) : null}
    </Stack>
  );
}
