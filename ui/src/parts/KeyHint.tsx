import { Group, Kbd, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useIntl } from 'react-intl';

/** Keys as they are written on the keyboard: `"g o"` one after the other, `"Ctrl+K"` together. */
export function KeyHint({ keys }: { keys: string }) {
  const intl = useIntl();
  const strokes = keys.split(' ');
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
      {strokes.map((stroke, turn) => (
        <Fragment key={strokes.slice(0, turn + 1).join(' ')}>
          {turn === 0 ? null : (
            <Text span size="xs" c="dimmed">
              {intl.formatMessage({ id: 'parts.key_then' })}
            </Text>
          )}
          {stroke.split('+').map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}
        </Fragment>
      ))}
    </Group>
  );
}
