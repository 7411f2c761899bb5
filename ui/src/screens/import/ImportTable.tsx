import { Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './import.module.css';

type ImportTableProps = {
  /** The table's name. */
  name: string;
  /** Whether the name stands above it too. */
  titled?: boolean;
  /** Sentences above it. */
  lead?: readonly (string | null)[];
  heads: readonly { text: string; end?: boolean; width?: string }[];
  /** The rows. */
  children: ReactNode;
};

/** A table of the import: its heading, what is said about it, its columns' heads, and rows that scroll sideways. */
export function ImportTable({ name, titled = true, lead = [], heads, children }: ImportTableProps) {
  const table = (
    <div className={classes['scroll']}>
      <Table aria-label={name}>
        <Table.Thead>
          <Table.Tr>
            {heads.map(({ text, end, width }) => (
              <Table.Th
                key={text}
                {...(end === true ? { ta: 'end' } : {})}
                {...(width === undefined ? {} : { w: width })}
              >
                {text}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
  if (!titled) return table;
  return (
    <Stack gap="xs">
      <Title order={3}>{name}</Title>
      {lead.map((sentence) =>
        sentence === null ? null : (
          <Text key={sentence} size="sm">
            {sentence}
          </Text>
        ),
      )}
      {table}
    </Stack>
  );
}
