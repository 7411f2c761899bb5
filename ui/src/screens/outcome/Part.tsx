import { Group, Stack, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import classes from './outcome.module.css';

/** How deep a part's heading stands: 2 on a page of its own, 3 in the panel beside the list. */
export type Level = 2 | 3;

type PartProps = { title: string; icon: Icon; level: Level; children: ReactNode };

/** One part of an order's story under its heading. */
export function Part({ title, icon: Sign, level, children }: PartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes['part']}>
      <Group gap="xs" wrap="nowrap" align="baseline" className={classes['partHead'] ?? ''}>
        <Sign size="1.1em" aria-hidden />
        <Title order={level} size="h3" id={id}>
          {title}
        </Title>
      </Group>
      <Stack gap="xs" className={classes['partBody'] ?? ''}>
        {children}
      </Stack>
    </section>
  );
}
