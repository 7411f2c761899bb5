import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { useOrderPlace } from '../useOrderPlace';
import { dayBefore, dayBegins, dayEnds, dayOf, daysAgo } from './days';
import { FilterButton } from './FilterButton';

/** How many days the short cuts reach back; today is the first of them. */
const reaches = { today: 0, week: 6, month: 29 } as const;

/** From one day to another, both included, in the person's zone. */
export function DateFilter() {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  const from = dayOf(search.from);
  const to = dayBefore(search.to);
  const said = (day: string) =>
    intl.formatDate(`${day}T12:00:00`, { day: 'numeric', month: 'short', year: 'numeric' });
  const value =
    from !== '' && to !== ''
      ? from === to
        ? said(from)
        : intl.formatMessage({ id: 'orders.filter.between' }, { from: said(from), to: said(to) })
      : from !== ''
        ? intl.formatMessage({ id: 'orders.filter.since' }, { from: said(from) })
        : to !== ''
          ? intl.formatMessage({ id: 'orders.filter.until' }, { to: said(to) })
          : undefined;
  return (
    <FilterButton
      label={intl.formatMessage({ id: 'orders.filter.date' })}
      value={value}
      onClear={() => filter({ from: undefined, to: undefined })}
    >
      {(close) => (
        <Days
          from={from}
          to={to}
          onChosen={(first, last) => {
            filter({ from: dayBegins(first), to: dayEnds(last) });
            close();
          }}
        />
      )}
    </FilterButton>
  );
}

type DaysProps = { from: string; to: string; onChosen: (from: string, to: string) => void };

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
    if (!bad(first) && !bad(last) && !turned) onChosen(first, last);
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
            onClick={() => onChosen(daysAgo(reaches[name]), daysAgo(0))}
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
