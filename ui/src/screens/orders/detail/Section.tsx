import { Stack, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A part of the detail under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Stack gap="xs">
        <Title order={3} id={id}>
          {title}
        </Title>
        {children}
      </Stack>
    </section>
  );
}
