import { Button, Progress, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import type { ImportProgressView } from '../../ipc';

type RunningProps = { name: string; progress: ImportProgressView; stopping: boolean; onStop: () => void };

/** How far the writing is; it can be stopped between two batches. */
export function Running({ name, progress: { done, of, written }, stopping, onStop }: RunningProps) {
  const intl = useIntl();
  const stop = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone; the focus must not be lost with it.
  useEffect(() => stop.current?.focus(), []);
  const title = intl.formatMessage({ id: 'import.running' }, { name });
  return (
    <Stack gap="md" maw="40rem" component="section" aria-label={title}>
      <Title order={2}>{title}</Title>
      <Progress.Root size="lg">
        <Progress.Section value={of === 0 ? 0 : (done / of) * 100} aria-label={title} />
      </Progress.Root>
      <Text className="num">{intl.formatMessage({ id: 'import.running.count' }, { done, of, written })}</Text>
      <Text size="sm" c="dimmed">
        {intl.formatMessage({ id: 'import.running.help' })}
      </Text>
      <div>
        <Button ref={stop} variant="default" onClick={onStop} disabled={stopping}>
          {intl.formatMessage({ id: stopping ? 'import.running.stopping' : 'import.running.stop' })}
        </Button>
      </div>
    </Stack>
  );
}
