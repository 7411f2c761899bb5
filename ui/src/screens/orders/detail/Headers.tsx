import { Text } from '@mantine/core';
import type { NamedValue } from '../../../ipc';
import { DetailList } from '../../../parts';

/** The headers of something that crossed the wire, as they were. */
export function Headers({ title, headers }: { title: string; headers: readonly NamedValue[] }) {
  if (headers.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <DetailList
        details={headers.map(({ name, value }) => ({
          term: name,
          value: <bdi className="mono">{value}</bdi>,
        }))}
      />
    </div>
  );
}
