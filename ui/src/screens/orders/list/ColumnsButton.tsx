import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text, Tooltip } from '@mantine/core';
import {
  type Icon,
  IconArrowDown,
  IconArrowUp,
  IconColumns3,
  IconMinus,
  IconPlus,
  IconRestore,
} from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { useAnnounce } from '../../../parts';
import classes from '../Orders.module.css';
import type { OrderColumns } from './useOrderColumns';

/** Which columns are shown, in which order and how wide: by buttons, for those who do not drag headers. */
export function ColumnsButton({ columns }: { columns: OrderColumns }) {
  const intl = useIntl();
  const announce = useAnnounce();
  const { all, chosen, untouched, show, move, size, asBefore } = columns;
  const label = intl.formatMessage({ id: 'orders.columns' });
  const place = (id: string, to: number) => {
    const header = all.find((column) => column.id === id)?.header ?? id;
    announce(
      intl.formatMessage({ id: 'orders.columns.moved' }, { column: header, at: to + 1, count: all.length }),
    );
  };
  return (
    <Popover position="bottom-end" width="min(22rem, 90vw)" shadow="md" trapFocus returnFocus withRoles>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size="1.1em" aria-hidden />}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} className={classes['columns']}>
        <Stack gap={4}>
          {all.map(({ id, header, rem }, at) => {
            const shown = chosen.some((column) => column.id === id);
            return (
              <Group key={id} gap={2} wrap="nowrap" justify="space-between">
                <Checkbox
                  size="sm"
                  label={header}
                  checked={shown}
                  disabled={shown && chosen.length === 1}
                  onChange={(event) => show(id, event.currentTarget.checked)}
                />
                <Group gap={2} wrap="nowrap">
                  <Step
                    sign={IconArrowUp}
                    name={intl.formatMessage({ id: 'orders.columns.earlier' }, { column: header })}
                    disabled={at === 0}
                    onClick={() => {
                      move(id, all[at - 1]?.id);
                      place(id, at - 1);
                    }}
                  />
                  <Step
                    sign={IconArrowDown}
                    name={intl.formatMessage({ id: 'orders.columns.later' }, { column: header })}
                    disabled={at === all.length - 1}
                    onClick={() => {
                      move(id, all[at + 2]?.id);
                      place(id, at + 1);
                    }}
                  />
                  <Step
                    sign={IconMinus}
                    name={intl.formatMessage({ id: 'orders.columns.narrower' }, { column: header })}
                    disabled={!shown}
                    onClick={() => size(id, rem - 1)}
                  />
                  <Step
                    sign={IconPlus}
                    name={intl.formatMessage({ id: 'orders.columns.wider' }, { column: header })}
                    disabled={!shown}
                    onClick={() => size(id, rem + 1)}
                  />
                </Group>
              </Group>
            );
          })}
        </Stack>
        <Group justify="space-between" mt="sm" gap="sm" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {intl.formatMessage({ id: 'orders.columns.help' })}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            flex="none"
            disabled={untouched}
            leftSection={<IconRestore size="1.1em" aria-hidden />}
            onClick={() => {
              asBefore();
              announce(intl.formatMessage({ id: 'orders.columns.restored' }));
            }}
          >
            {intl.formatMessage({ id: 'orders.columns.as_before' })}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

type StepProps = { sign: Icon; name: string; disabled: boolean; onClick: () => void };

function Step({ sign: Sign, name, disabled, onClick }: StepProps) {
  return (
    <Tooltip label={name}>
      {/* Disabled for the eye and the ear, but still there: the keyboard must not lose its place at the end. */}
      <ActionIcon
        size="sm"
        className={classes['step'] ?? ''}
        aria-label={name}
        aria-disabled={disabled}
        {...(disabled ? { 'data-disabled': true } : {})}
        onClick={() => {
          if (!disabled) onClick();
        }}
      >
        <Sign size="1em" aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
