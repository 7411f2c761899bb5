import { SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { DayView } from '../../ipc';
import { Amount, dateFormat } from '../../parts';
import { DayBars } from './DayBars';
import classes from './Days.module.css';

/** The last 14 days of one currency: the newest day in words, all as bars, and the same as a table. */
export function Days({ days }: { days: readonly DayView[] }) {
  const intl = useIntl();
  const currencies = [...new Set(days.map(({ currency }) => currency))];
  const [chosen, choose] = useState<string>();
  const [asTable, setAsTable] = useState(false);
  const currency = chosen !== undefined && currencies.includes(chosen) ? chosen : currencies[0];
  const shown = days.filter((day) => day.currency === currency);
  const newest = shown.at(-1);
  if (currency === undefined || newest === undefined) {
    return <Text c="dimmed">{intl.formatMessage({ id: 'overview.days.none' })}</Text>;
  }
  return (
    <Stack gap="sm">
      {currencies.length < 2 ? null : (
        <SegmentedControl
          aria-label={intl.formatMessage({ id: 'overview.days.currency' })}
          data={currencies}
          value={currency}
          onChange={choose}
        />
      )}
      <Text size="sm">
        {dayName(intl.locale, newest.day)}: {intl.formatMessage({ id: 'overview.days.collected' })}{' '}
        <Amount value={newest.collected} currency={currency} fw={600} /> ({newest.collectedCount}),{' '}
        {intl.formatMessage({ id: 'overview.days.paid_out' })}{' '}
        <Amount value={newest.paidOut} currency={currency} fw={600} /> ({newest.paidOutCount})
      </Text>
      <DayBars days={shown} dayName={(day) => dayName(intl.locale, day)} />
      <details
        className={classes['table']}
        open={asTable}
        onToggle={(event) => setAsTable(event.currentTarget.open)}
      >
        <summary>{intl.formatMessage({ id: 'overview.days.as_table' })}</summary>
        {asTable ? <DayTable days={shown} currency={currency} /> : null}
      </details>
    </Stack>
  );
}

function DayTable({ days, currency }: { days: readonly DayView[]; currency: string }) {
  const intl = useIntl();
  return (
    <Table aria-label={intl.formatMessage({ id: 'overview.days' })}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{intl.formatMessage({ id: 'overview.days.day' })}</Table.Th>
          <Table.Th ta="end">{intl.formatMessage({ id: 'overview.days.collected.head' })}</Table.Th>
          <Table.Th ta="end">{intl.formatMessage({ id: 'overview.days.paid_out.head' })}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map((day) => (
          <Table.Tr key={day.day}>
            <Table.Td>{dayName(intl.locale, day.day)}</Table.Td>
            <Table.Td ta="end">
              <Amount value={day.collected} currency={currency} /> ({day.collectedCount})
            </Table.Td>
            <Table.Td ta="end">
              <Amount value={day.paidOut} currency={currency} /> ({day.paidOutCount})
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A market's day is a name, not a moment: it is never moved by the person's zone. */
function dayName(locale: string, day: string): string {
  const moment = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(moment)) return day;
  return dateFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(moment);
}
