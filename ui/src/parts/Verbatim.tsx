import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { CopyTextButton } from './Copy';
import { prettyJson } from './prettyJson';
import classes from './Verbatim.module.css';

/** So many characters are drawn at once; the rest waits for a button, so that a huge text cannot stop the window. */
const SHOWN_MAX = 20_000;

type VerbatimProps = {
  text: string;
  /** What it is: its name, and the copy button's. */
  what: string;
};

/** Somebody else's text exactly as it came, as text and never as markup; JSON can also be read laid out. */
export function Verbatim({ text, what }: VerbatimProps) {
  const intl = useIntl();
  const pretty = useMemo(() => prettyJson(text), [text]);
  const [asReceived, setAsReceived] = useState(false);
  const [whole, showWhole] = useState(false);
  const chosen = asReceived || pretty === undefined ? text : pretty;
  const cut = !whole && chosen.length > SHOWN_MAX;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {what}
        </Text>
        <Group gap="xs">
          {pretty === undefined || pretty === text ? null : (
            <SegmentedControl
              size="xs"
              aria-label={what}
              value={asReceived ? 'received' : 'pretty'}
              onChange={(value) => setAsReceived(value === 'received')}
              data={[
                { value: 'pretty', label: intl.formatMessage({ id: 'parts.verbatim.pretty' }) },
                { value: 'received', label: intl.formatMessage({ id: 'parts.verbatim.received' }) },
              ]}
            />
          )}
          <CopyTextButton size="compact-xs" text={text} what={what}>
            {intl.formatMessage({ id: 'parts.copy' })}
          </CopyTextButton>
        </Group>
      </Group>
      {text === '' ? (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: 'parts.verbatim.empty' })}
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it
        <section className={classes['text']} tabIndex={0} aria-label={what}>
          {cut ? chosen.slice(0, SHOWN_MAX) : chosen}
        </section>
      )}
      {cut ? (
        <Button size="compact-xs" variant="default" onClick={() => showWhole(true)}>
          {intl.formatMessage({ id: 'parts.verbatim.whole' }, { count: chosen.length })}
        </Button>
      ) : null}
    </Stack>
  );
}
