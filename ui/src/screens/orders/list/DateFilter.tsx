import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import type { SearchEdit } from '../../../ipc';
import { dayBegins, daysAgo } from './days';
import { FilterButton } from './FilterButton';
import { isAsked, type useHeldReading, valuesOf } from './reading';
import { useSearchEdit } from './useSearchEdit';

/** The short cuts, as the grammar has them: relative, so that a saved view goes with the days. */
const reaches = {
  today: ['on', 'today'],
  yesterday: ['on', 'yesterday'],
  week: ['from', '-6d'],
  month: ['from', '-29d'],
  last_month: ['on', 'last-month'],
} as const;

type Reading = ReturnType<typeof useHeldReading>['reading'];

/** From one day to another, both included, in the person's zone. */
export function DateFilter({ reading }: { reading: Reading }) {
  const intl = useIntl();
  const edit = useSearchEdit();
  const fixed = (filter: string) =>
    valuesOf(reading, filter).find((day) => dayBegins(day) !== undefined) ?? '';
  const on = fixed('on');
  return (
    <FilterButton
      label={intl.formatMessage({ id: 'orders.filter.date' })}
      set={isAsked(reading, ['from', 'to', 'on'])}
    >
      {(close) => (
        <Days
          from={on === '' ? fixed('from') : on}
          to={on === '' ? fixed('to') : on}
          onChosen={(days) => {
            void edit(editsOf(days));
            close();
          }}
        />
      )}
    </FilterButton>
  );
}

type Chosen = { from?: string; to?: string; on?: string };

/** Whatever said something about days before gives way. */
const editsOf = (days: Chosen): SearchEdit[] =>
  (['on', 'from', 'to'] as const)
    .map((filter): SearchEdit => {
      const day = days[filter] ?? '';
      return { filter, values: day === '' ? [] : [day], how: 'set' };
    })
    // What takes away goes first: a day that stands there still could rule out the new one.
    .toSorted((one, other) => one.values.length - other.values.length);

type DaysProps = { from: string; to: string; onChosen: (days: Chosen) => void };

function Days({ from, to, onChosen }: DaysProps) {
  const intl = useIntl();
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  const [tried, attempt] = useState(false);
  const bad = (day: string) => day !== '' && dayBegins(day) === undefined;
  const turned = first !== '' && last !== '' && !bad(first) && !bad(last) && last < first;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    attempt(true);
    if (bad(first) || bad(last) || turned) return;
    onChosen(first === last ? { on: first } : { from: first, to: last });
  };
  const notADay = intl.formatMessage({ id: 'orders.filter.not_a_day' });
  return (
    <form noValidate onSubmit={apply}>
      <Group gap="xs" pb="sm">
        {(Object.keys(reaches) as (keyof typeof reaches)[]).map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            onClick={() => onChosen({ [reaches[name][0]]: reaches[name][1] })}
          >
            {intl.formatMessage({ id: `orders.filter.${name}` })}
          </Button>
        ))}
      </Group>
      <Group gap="sm" align="flex-start">
        <TextInput
          type="date"
          label={intl.formatMessage({ id: 'orders.filter.from_day' })}
          placeholder={daysAgo(6)}
          value={first}
          onChange={(event) => setFirst(event.currentTarget.value)}
          error={tried && bad(first) ? notADay : null}
        />
        <TextInput
          type="date"
          label={intl.formatMessage({ id: 'orders.filter.to_day' })}
          placeholder={daysAgo(0)}
          value={last}
          onChange={(event) => setLast(event.currentTarget.value)}
          error={
            tried && bad(last)
              ? notADay
              : turned
                ? intl.formatMessage({ id: 'orders.filter.days_turned' })
                : null
          }
        />
      </Group>
      <Group justify="flex-end" pt="sm">
        <Button type="submit" size="xs">
          {intl.formatMessage({ id: 'orders.filter.apply' })}
        </Button>
      </Group>
    </form>
  );
}
