import { Alert, Text } from '@mantine/core';
import { IconInfoCircle, IconPrinter } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { BanksView } from '../../ipc';
import { Time } from '../../parts';

/** More names than this are counted, not told. */
const MOST_NAMES = 12;

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
      {added.length + removed.length === 0 ? null : (
        <Alert variant="outline" color="ink" icon={<IconInfoCircle aria-hidden />}>
          <Difference id="banks.added" names={added} />
          <Difference id="banks.removed" names={removed} />
        </Alert>
      )}
    </>
  );
}

function Difference({ id, names }: { id: 'banks.added' | 'banks.removed'; names: readonly string[] }) {
  const intl = useIntl();
  if (names.length === 0) return null;
  const told = names.slice(0, MOST_NAMES).join(', ');
  const rest = names.length - MOST_NAMES;
  return (
    <Text size="sm">
      {intl.formatMessage({ id }, { count: names.length, names: told })}
      {rest > 0 ? ` ${intl.formatMessage({ id: 'banks.and_more' }, { count: rest })}` : null}
    </Text>
  );
}
