import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { Neighbours as Standing } from '../useNeighbours';

/** The order's place in the list, and the ways to the ones before and after it. */
export function Neighbours({ at, count, more, previous, next }: Standing) {
  const intl = useIntl();
  const ways = [
    { name: intl.formatMessage({ id: 'orders.key.previous' }), go: previous, Sign: IconChevronUp, keys: 'k' },
    { name: intl.formatMessage({ id: 'orders.key.next' }), go: next, Sign: IconChevronDown, keys: 'j' },
  ];
  return (
    <Group gap={2} wrap="nowrap" flex="none">
      {at === undefined ? null : (
        <Text size="sm" c="dimmed" className="num" mr={4}>
          {intl.formatMessage(
            { id: more ? 'orders.detail.place.more' : 'orders.detail.place' },
            { at, count },
          )}
        </Text>
      )}
      {ways.map(({ name, go, Sign, keys }) => (
        <Tooltip key={keys} label={`${name} · ${keys}`}>
          {/* Still there at the end of the list: the keyboard must not lose its place. */}
          <ActionIcon
            aria-label={name}
            aria-disabled={go === undefined}
            {...(go === undefined ? { 'data-disabled': true } : {})}
            onClick={() => go?.()}
          >
            <Sign size="1.2em" aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}
