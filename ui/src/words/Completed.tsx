import { Group } from '@mantine/core';
import { Time } from '../parts';

type CompletedProps = { at: string; zone?: { offset: string; name: string } };

/** When the gateway says that it was completed: as it spells it, and what that means where it counts milliseconds. */
export function Completed({ at, ...zone }: CompletedProps) {
  return (
    <Group gap="xs">
      {/^1\d{12}$/.test(at) ? <Time at={Number(at)} {...zone} /> : null}
      <bdi className="mono">{at}</bdi>
    </Group>
  );
}
