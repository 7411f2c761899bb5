import { NativeSelect, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { ImportField, ImportMapping, ImportSheetView } from '../../ipc';
import { useAnnounce } from '../../parts';
import classes from './import.module.css';
import { columnOf, fields, fieldsOf, readAs } from './mapping';

const UNUSED = 'unused';

type ColumnTableProps = {
  sheet: ImportSheetView;
  mapping: ImportMapping;
  onChange: (mapping: ImportMapping) => void;
};

/** Each column of the file: what it is read as, why, and what stands in it. */
export function ColumnTable({ sheet, mapping, onChange }: ColumnTableProps) {
  const intl = useIntl();
  const announce = useAnnounce();
  const name = intl.formatMessage({ id: 'import.columns' });
  const choices = [
    { value: UNUSED, label: intl.formatMessage({ id: 'import.columns.unused' }) },
    ...fields.map((field) => ({
      value: field as string,
      label: intl.formatMessage({ id: `import.field.${field}` }),
    })),
  ];
  const choose = (column: number, value: string) => {
    const field = value === UNUSED ? null : (value as ImportField);
    const before = field === null ? undefined : columnOf(mapping, field);
    if (field !== null && before !== undefined && before !== column) {
      announce(
        intl.formatMessage(
          { id: 'import.columns.moved' },
          {
            title: sheet.columns[column]?.title,
            other: sheet.columns[before]?.title,
            field: intl.formatMessage({ id: `import.field.${field}` }),
          },
        ),
      );
    }
    onChange(readAs(mapping, column, field));
  };
  return (
    <Stack gap="xs" component="section" aria-label={name}>
      <Title order={2}>{name}</Title>
      <Text size="sm" c="dimmed">
        {intl.formatMessage({ id: 'import.columns.help' })}
      </Text>
      <div className={classes['scroll']}>
        <Table aria-label={name} className={classes['columns'] ?? ''} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{intl.formatMessage({ id: 'import.columns.title' })}</Table.Th>
              <Table.Th>{intl.formatMessage({ id: 'import.columns.field' })}</Table.Th>
              <Table.Th>{intl.formatMessage({ id: 'import.columns.samples' })}</Table.Th>
              <Table.Th>{intl.formatMessage({ id: 'import.columns.why' })}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sheet.columns.map(({ title, samples }, column) => {
              const [field, ...others] = fieldsOf(mapping, column);
              return (
                // A file may have one title twice.
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells columns apart
                <Table.Tr key={column} data-unused={field === undefined || undefined}>
                  <Table.Th scope="row" fw={500}>
                    {title}
                  </Table.Th>
                  <Table.Td>
                    <NativeSelect
                      size="xs"
                      aria-label={intl.formatMessage({ id: 'import.columns.field_of' }, { title })}
                      value={field ?? UNUSED}
                      data={choices}
                      onChange={(event) => choose(column, event.currentTarget.value)}
                    />
                    {others.map((other) => (
                      <Text key={other} size="xs">
                        {intl.formatMessage(
                          { id: 'import.columns.also' },
                          { field: intl.formatMessage({ id: `import.field.${other}` }) },
                        )}
                      </Text>
                    ))}
                  </Table.Td>
                  <Table.Td className={classes['samples'] ?? ''}>
                    {samples.length === 0 ? (
                      <Text size="xs" c="dimmed">
                        {intl.formatMessage({ id: 'import.columns.empty' })}
                      </Text>
                    ) : (
                      samples.map((sample) => <span key={sample}>{sample}</span>)
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Why sheet={sheet} column={column} field={field} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
    </Stack>
  );
}

type WhyProps = { sheet: ImportSheetView; column: number; field: ImportField | undefined };

/** Why a column is read as it is: the program's reason, or a person's word. */
function Why({ sheet, column, field }: WhyProps) {
  const intl = useIntl();
  const guessed = sheet.columns[column]?.guesses.find((guess) => guess.field === field);
  const begun = field !== undefined && columnOf(sheet.mapping, field) === column;
  const why =
    field === undefined
      ? 'unused'
      : begun && sheet.remembered
        ? 'remembered'
        : guessed === undefined
          ? 'person'
          : guessed.why;
  // A vague title is the one reason that a person has to look at.
  const unsure = why === 'vague_title';
  return (
    <Text size="xs" {...(unsure ? { fw: 600 } : { c: 'dimmed' })}>
      {unsure ? <IconAlertTriangle aria-hidden size="1em" /> : null}{' '}
      {intl.formatMessage({ id: `import.why.${why}` })}
    </Text>
  );
}
