import { Button, CloseButton, Group, Popover, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import classes from '../Orders.module.css';

type FilterButtonProps = {
  /** What it filters by. */
  label: string;
  /** Whether something is asked by it; what, stands in the chips. */
  set: boolean;
  /** What opens below; given how to close it again. */
  children: (close: () => void) => ReactNode;
};

/** A filter: opens to be changed. What it asks for becomes part of the search text, and so a chip. */
export function FilterButton({ label, set, children }: FilterButtonProps) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) close();
      }}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      withRoles
    >
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          className={classes['filter'] ?? ''}
          {...(set ? { 'data-set': true } : {})}
          rightSection={<IconChevronDown size="1em" aria-hidden />}
          onClick={toggle}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Stack gap="sm">{children(close)}</Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A filter that was set elsewhere: the search field, the account in the top bar. */
export function SetChip({ label, value, onClear }: { label: string; value: string; onClear: () => void }) {
  const intl = useIntl();
  return (
    <Group gap={0} wrap="nowrap" className={classes['chip'] ?? ''} data-set>
      <span className={classes['chipText']}>
        {label}: <bdi>{value}</bdi>
      </span>
      <CloseButton
        size="sm"
        aria-label={intl.formatMessage({ id: 'orders.filter.clear_one' }, { what: label })}
        onClick={onClear}
      />
    </Group>
  );
}
