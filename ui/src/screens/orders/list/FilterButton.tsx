import { Button, CloseButton, Group, Popover, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import classes from '../Orders.module.css';

type FilterButtonProps = {
  /** What it filters by. */
  label: string;
  /** What is chosen, in words; nothing when it does not filter. */
  value: string | undefined;
  onClear: () => void;
  /** What opens below; given how to close it again. */
  children: (close: () => void) => ReactNode;
};

/** A filter as a chip: says what it lets through, opens to be changed, and has a cross once it is set. */
export function FilterButton({ label, value, onClear, children }: FilterButtonProps) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Group
      gap={0}
      wrap="nowrap"
      className={classes['chip'] ?? ''}
      data-set={value !== undefined || undefined}
    >
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
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes['chipFace'] ?? ''}
            rightSection={<IconChevronDown size="1em" aria-hidden />}
            onClick={toggle}
          >
            {value === undefined ? label : `${label}: ${value}`}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <Stack gap="sm">{children(close)}</Stack>
        </Popover.Dropdown>
      </Popover>
      <ClearCross label={label} shown={value !== undefined} onClear={onClear} />
    </Group>
  );
}

/** A filter that was set elsewhere: the search field, the account in the top bar. */
export function SetChip({ label, value, onClear }: { label: string; value: string; onClear: () => void }) {
  return (
    <Group gap={0} wrap="nowrap" className={classes['chip'] ?? ''} data-set>
      <span className={classes['chipText']}>
        {label}: <bdi>{value}</bdi>
      </span>
      <ClearCross label={label} shown onClear={onClear} />
    </Group>
  );
}

function ClearCross({ label, shown, onClear }: { label: string; shown: boolean; onClear: () => void }) {
  const intl = useIntl();
  if (!shown) return null;
  return (
    <CloseButton
      size="sm"
      aria-label={intl.formatMessage({ id: 'orders.filter.clear_one' }, { what: label })}
      onClick={onClear}
    />
  );
}
