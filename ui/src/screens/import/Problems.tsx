import { Stack, Text, Title } from '@mantine/core';
import { type IntlShape, useIntl } from 'react-intl';
import type { ImportDoubtCount, ImportProblemCount, ImportTrouble } from '../../ipc';
import classes from './import.module.css';

/** Lines named for one kind of problem. */
const LINES = 8;

/** Why a row is left out, in plain words. */
export function troubleText(intl: IntlShape, trouble: ImportTrouble): string {
  const { kind, field, text, otherLine, identical, count, limit } = trouble;
  if (kind === null) return intl.formatMessage({ id: 'import.problem.open_in_practice' });
  return intl.formatMessage(
    { id: `import.problem.${kind}` },
    {
      field: field === null ? '' : intl.formatMessage({ id: `import.field.${field}` }),
      text: text ?? '',
      otherLine: otherLine ?? 0,
      identical: String(identical),
      count: count ?? 0,
      limit: limit ?? 0,
    },
  );
}

function linesText(intl: IntlShape, lines: readonly number[], rows: number): string {
  const told = lines.slice(0, LINES).map(String);
  return rows > told.length
    ? intl.formatMessage({ id: 'import.problems.lines.more' }, { lines: told.join(', ') })
    : intl.formatMessage(
        { id: 'import.problems.lines' },
        { count: rows, lines: intl.formatList(told, { type: 'conjunction' }) },
      );
}

/** The rows that would be left out, by reason: an example, how many, where. */
export function Problems({ problems }: { problems: readonly ImportProblemCount[] }) {
  const intl = useIntl();
  if (problems.length === 0) return null;
  const name = intl.formatMessage({ id: 'import.problems' });
  return (
    <Stack gap="xs">
      <Title order={3}>{name}</Title>
      <ul className={classes['list']} aria-label={name}>
        {problems.map(({ kind, rows, examples }) => (
          <li key={kind}>
            {examples[0] === undefined ? null : troubleText(intl, examples[0])}
            <Text size="xs">
              {intl.formatMessage({ id: 'import.problems.rows' }, { count: rows })}
              {' · '}
              {linesText(
                intl,
                examples.map(({ line }) => line),
                rows,
              )}
            </Text>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

/** What becomes an order, and deserves a look all the same. */
export function Doubts({ doubts }: { doubts: readonly ImportDoubtCount[] }) {
  const intl = useIntl();
  if (doubts.length === 0) return null;
  const name = intl.formatMessage({ id: 'import.doubts' });
  return (
    <Stack gap="xs">
      <Title order={3}>{name}</Title>
      <ul className={classes['list']} aria-label={name}>
        {doubts.map(({ field, kind, rows, lines }) => (
          <li key={`${field} ${kind}`} data-tone="plain">
            {intl.formatMessage(
              { id: `import.doubt.${kind}` },
              { field: intl.formatMessage({ id: `import.field.${field}` }) },
            )}
            <Text size="xs">
              {intl.formatMessage({ id: 'import.problems.rows' }, { count: rows })}
              {' · '}
              {linesText(intl, lines, rows)}
            </Text>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
