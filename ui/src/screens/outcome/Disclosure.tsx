import { Accordion } from '@mantine/core';
import { type ReactNode, useState } from 'react';

/** What only some want to read: behind its title until it is asked for. Texts can be long, so only then it is drawn. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
  const [opened, open] = useState<string | null>(null);
  return (
    <Accordion variant="contained" chevronPosition="left" value={opened} onChange={open}>
      <Accordion.Item value="open">
        <Accordion.Control>{title}</Accordion.Control>
        <Accordion.Panel>{opened === null ? null : children}</Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
