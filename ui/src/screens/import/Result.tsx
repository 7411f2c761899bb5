import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import {
  asIpcError,
  type ImportDifference,
  type ImportResultView,
  type ImportTrouble,
  shell,
  useCommand,
} from '../../ipc';
import { Code } from '../../parts';
import { Failure, PlaceLink } from '../../words';
import { Warning } from './FileFacts';
import { ImportTable } from './ImportTable';
import classes from './import.module.css';
import { troubleText } from './Problems';

type ResultProps = { name: string; token: string; result: ImportResultView; onAgain: () => void };

/** What the import came to, and where to go from here. */
export function Result({ name, token, result, onAgain }: ResultProps) {
  const intl = useIntl();
  const navigate = useNavigate();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const save = useCommand(() => shell.importSaveRefused(token));
  const title =
    result.failure !== null ? 'import.done.failed' : result.left > 0 ? 'import.done.stopped' : 'import.done';
  const figures = [
    ['import.done.written', result.written],
    ['import.done.known', result.known],
    ['import.done.refused', result.refused],
  ] as const;
  return (
    <Stack gap="lg">
      <Title order={2} ref={head} tabIndex={-1} className={classes['told'] ?? ''}>
        {intl.formatMessage({ id: title }, { name })}
      </Title>
      {result.failure === null ? null : <Failure error={asIpcError(result.failure)} />}
      {result.left === 0 ? null : (
        <Warning>{intl.formatMessage({ id: 'import.done.left' }, { count: result.left })}</Warning>
      )}
      <dl className={classes['figures']}>
        {figures.map(([id, figure]) => (
          <div key={id}>
            <dt>{intl.formatMessage({ id })}</dt>
            <dd>{intl.formatNumber(figure)}</dd>
          </div>
        ))}
      </dl>
      <Group gap="sm">
        {result.written === 0 ? null : (
          <Button onClick={() => void navigate({ to: '/orders', search: { text: result.foundBy } })}>
            {intl.formatMessage({ id: 'import.done.show' })}
          </Button>
        )}
        {result.refused === 0 ? null : (
          <Button
            variant="default"
            loading={save.isPending}
            onClick={() =>
              save.mutate(undefined, {
                onSuccess: (saved) =>
                  saved && notifications.show({ message: intl.formatMessage({ id: 'import.done.saved' }) }),
              })
            }
          >
            {intl.formatMessage({ id: 'import.done.save' })}
          </Button>
        )}
        <Button variant="default" onClick={onAgain}>
          {intl.formatMessage({ id: 'import.done.again' })}
        </Button>
      </Group>
      {save.isError ? <Failure error={save.error} /> : null}
      {result.written === 0 ? null : (
        <Text size="sm" component="div">
          {intl.formatMessage(
            { id: 'import.done.found_by' },
            {
              words: (
                <Code
                  key="words"
                  value={result.foundBy}
                  what={intl.formatMessage({ id: 'import.done.show' })}
                />
              ),
            },
          )}
        </Text>
      )}
      <LeftOut rows={result.refusedRows} of={result.refused} />
      <Differences differences={result.differences} of={result.differenceCount} />
    </Stack>
  );
}

function LeftOut({ rows, of }: { rows: readonly ImportTrouble[]; of: number }) {
  const intl = useIntl();
  if (rows.length === 0) return null;
  return (
    <ImportTable
      name={intl.formatMessage({ id: 'import.done.refused.rows' })}
      lead={[
        of > rows.length
          ? intl.formatMessage({ id: 'import.done.refused.first' }, { count: rows.length, of })
          : null,
      ]}
      heads={[
        { text: intl.formatMessage({ id: 'import.first.line' }), end: true, width: '6rem' },
        { text: intl.formatMessage({ id: 'import.done.why' }) },
      ]}
    >
      {rows.map((row) => (
        <Table.Tr key={row.line}>
          <Table.Td ta="end" className="num">
            {row.line}
          </Table.Td>
          <Table.Td>{troubleText(intl, row)}</Table.Td>
        </Table.Tr>
      ))}
    </ImportTable>
  );
}

/** Nothing was changed by these rows; a person may ask the gateway which of the two is right. */
function Differences({ differences, of }: { differences: readonly ImportDifference[]; of: number }) {
  const intl = useIntl();
  if (differences.length === 0) return null;
  const said = ({ field }: ImportDifference, value: string) =>
    field === 'status'
      ? intl.formatMessage({ id: `words.status.${value as 'succeeded'}` })
      : field === 'product'
        ? intl.formatMessage({ id: `words.product.${value as 'payout'}` })
        : value;
  return (
    <ImportTable
      name={intl.formatMessage({ id: 'import.differences' })}
      lead={[
        intl.formatMessage({ id: 'import.differences.help' }),
        of > differences.length
          ? intl.formatMessage({ id: 'import.differences.first' }, { count: differences.length, of })
          : null,
      ]}
      heads={[
        { text: intl.formatMessage({ id: 'import.first.line' }), end: true },
        { text: intl.formatMessage({ id: 'import.first.number' }) },
        { text: intl.formatMessage({ id: 'import.differences.what' }) },
        { text: intl.formatMessage({ id: 'import.differences.here' }) },
        { text: intl.formatMessage({ id: 'import.differences.in_file' }) },
      ]}
    >
      {differences.map((one) => (
        <Table.Tr key={`${one.line} ${one.field}`}>
          <Table.Td ta="end" className="num">
            {one.line}
          </Table.Td>
          <Table.Td className="mono">
            <PlaceLink to="/orders/$id" params={{ id: one.orderId }} size="sm">
              {one.number}
            </PlaceLink>
          </Table.Td>
          <Table.Td>{intl.formatMessage({ id: `import.difference.${one.field}` })}</Table.Td>
          <Table.Td>{said(one, one.here)}</Table.Td>
          <Table.Td>{said(one, one.inFile)}</Table.Td>
        </Table.Tr>
      ))}
    </ImportTable>
  );
}
