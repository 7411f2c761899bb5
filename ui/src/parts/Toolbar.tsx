import { Group } from '@mantine/core';
import type { ReactNode } from 'react';

/** Controls above a list, under one name. */
export function Toolbar({ name, children, end }: { name: string; children: ReactNode; end?: ReactNode }) {
  return (
    <Group role="group" aria-label={name} justify="space-between" gap="sm" pb="sm">
      <Group gap="xs">{children}</Group>
      {end === undefined ? null : <Group gap="xs">{end}</Group>}
    </Group>
  );
}
