import { Button, Group, Popover, TextInput } from '@mantine/core';
import { IconCalendarSearch } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { useKeys } from '../../../parts';
import classes from '../Orders.module.css';
import { useOrderPlace } from '../useOrderPlace';
import { dayBegins, daysAgo } from './days';
import { isByTime } from './search';

/** How many days back the short cuts go. */
const reaches = { yesterday: 1, week_ago: 7, month_ago: 30 } as const;

/** Moves the list to a day, without leaving anything out: what is older stands below, what is newer above. */
export function JumpToDay() {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  const [opened, open] = useState(false);
  const label = intl.formatMessage({ id: 'orders.jump' });
  useKeys([{ keys: 'd', label, run: () => open(true) }]);
  const jump = (day: string) => {
    open(false);
    void filter({ day, ...(isByTime(search.sort) ? {} : { sort: undefined }) });
  };
  return (
    <Popover
      opened={opened}
      onChange={open}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withRoles
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendarSearch size="1.1em" aria-hidden />}
          onClick={() => open((now) => !now)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <DayForm day={search.day ?? ''} onJump={jump} />
      </Popover.Dropdown>
    </Popover>
  );
}

function DayForm({ day, onJump }: { day: string; onJump: (day: string) => void }) {
  const intl = useIntl();
  const [typed, type] = useState(day);
  const [tried, attempt] = useState(false);
  const bad = dayBegins(typed) === undefined;
  const go = (event: FormEvent) => {
    event.preventDefault();
    attempt(true);
    if (!bad) onJump(typed.trim());
  };
  return (
    <form noValidate onSubmit={go}>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          type="date"
          data-autofocus
          label={intl.formatMessage({ id: 'orders.jump.day' })}
          placeholder={daysAgo(0)}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          error={tried && bad ? intl.formatMessage({ id: 'orders.filter.not_a_day' }) : null}
        />
        <Button type="submit">{intl.formatMessage({ id: 'orders.jump.go' })}</Button>
      </Group>
      <Group gap="xs" pt="sm">
        {(Object.keys(reaches) as (keyof typeof reaches)[]).map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            onClick={() => onJump(daysAgo(reaches[name]))}
          >
            {intl.formatMessage({ id: `orders.jump.${name}` })}
          </Button>
        ))}
      </Group>
    </form>
  );
}

/** Says that the list stands at a day, and leads back to its beginning. */
export function JumpedBand({ onBack }: { onBack: () => void }) {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  if (search.day === undefined) return null;
  const day = intl.formatDate(`${search.day}T12:00:00`, { day: 'numeric', month: 'long', year: 'numeric' });
  const oldestFirst = search.sort === 'oldest';
  return (
    <div role="status" className={classes['jumped']}>
      <span>
        {intl.formatMessage({ id: oldestFirst ? 'orders.jumped.oldest' : 'orders.jumped' }, { day })}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          void filter({ day: undefined });
          onBack();
        }}
      >
        {intl.formatMessage({ id: oldestFirst ? 'orders.jumped.back.oldest' : 'orders.jumped.back' })}
      </Button>
    </div>
  );
}
