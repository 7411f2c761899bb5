import { Alert, Text } from '@mantine/core';
import { IconInfoCircle, IconPrinter } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { BanksView } from '../../ipc';
import { Time } from '../../parts';

/** How old the list is, where it comes from, and what the last fetch changed. */
export function ListState({ banks: { banks, fetchedAt, added, removed } }: { banks: BanksView }) {
  const intl = useIntl();
  return (
    <>
      {fetchedAt === null ? (
        <Alert variant="outline" color="yellow.8" icon={<IconPrinter aria-hidden />}>
          {intl.formatMessage({ id: 'banks.reference' })}
        </Alert>
      ) : (
        <Text size="sm" c="dimmed" component="div">
          {intl.formatMessage({ id: 'banks.fetched' }, { count: banks.length })} <Time at={fetchedAt} />
        </Text>
      )}
      {/* The first list is all new: that is no news. */}
      {added + removed === 0 || added === banks.length ? null : (
        <Alert variant="outline" color="ink" icon={<IconInfoCircle aria-hidden />}>
          {added === 0 ? null : (
            <Text size="sm">{intl.formatMessage({ id: 'banks.added' }, { count: added })}</Text>
          )}
          {removed === 0 ? null : (
            <Text size="sm">{intl.formatMessage({ id: 'banks.removed' }, { count: removed })}</Text>
          )}
        </Alert>
      )}
    </>
  );
}
