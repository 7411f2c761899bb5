import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { ImportOrder, ImportPreviewView, ImportSheetView, ImportTotal, StatusKind } from '../../ipc';
import { Amount, LoadingState, Time } from '../../parts';
import { StatusPill } from '../../words';
import { Warning } from './FileFacts';
import { ImportTable } from './ImportTable';
import { Doubts, Problems } from './Problems';

const open: readonly StatusKind[] = ['unknown', 'pending', 'processing'];

type PreviewProps = {
  sheet: ImportSheetView;
  preview: ImportPreviewView | undefined;
  /** What is shown is of a former reading. */
  counting: boolean;
  onRun: () => void;
};

/** What would come of the file, to be compared with the console, and the button that writes it. */
export function Preview({ sheet, preview, counting, onRun }: PreviewProps) {
  const intl = useIntl();
  const name = intl.formatMessage({ id: 'import.preview' });
  return (
    <Stack gap="md" component="section" aria-label={name} aria-busy={counting}>
      <Title order={2}>{name}</Title>
      {preview === undefined ? (
        <LoadingState lines={3} />
      ) : preview.usable ? (
        <>
          <Counts preview={preview} />
          <Open sheet={sheet} totals={preview.totals} />
          <Totals totals={preview.totals} />
          <Problems problems={preview.problems} />
          <Doubts doubts={preview.doubts} />
          <First orders={preview.first} />
          <Run sheet={sheet} preview={preview} counting={counting} onRun={onRun} />
        </>
      ) : (
        <Text size="sm">{intl.formatMessage({ id: 'import.preview.unusable' })}</Text>
      )}
    </Stack>
  );
}

function Counts({ preview: { good, bad, from, to } }: { preview: ImportPreviewView }) {
  const intl = useIntl();
  return (
    <div>
      <Text>
        <strong>{intl.formatMessage({ id: 'import.preview.good' }, { count: good })}</strong>
        {' · '}
        {intl.formatMessage({ id: 'import.preview.bad' }, { count: bad })}
      </Text>
      {from === null || to === null ? null : (
        <Text size="sm">
          {intl.formatMessage(
            { id: 'import.preview.span' },
            { from: <Time at={from} />, to: <Time at={to} /> },
          )}{' '}
          {intl.formatMessage({ id: 'import.preview.compare' })}
        </Text>
      )}
    </div>
  );
}

const openOf = (totals: readonly ImportTotal[]) =>
  totals.filter(({ status }) => open.includes(status)).reduce((sum, { orders }) => sum + orders, 0);

/** Orders that are still open are asked about; practice gateways cannot be. */
function Open({ sheet, totals }: { sheet: ImportSheetView; totals: readonly ImportTotal[] }) {
  const intl = useIntl();
  const count = openOf(totals);
  if (count === 0) return null;
  const text = intl.formatMessage(
    { id: sheet.practice ? 'import.preview.open.practice' : 'import.preview.open' },
    { count },
  );
  return sheet.practice ? <Warning>{text}</Warning> : <Text size="sm">{text}</Text>;
}

function Totals({ totals }: { totals: readonly ImportTotal[] }) {
  const intl = useIntl();
  if (totals.length === 0) return null;
  const sum = (value: string | null, currency: string) =>
    value === null ? (
      intl.formatMessage({ id: 'import.totals.beyond' })
    ) : (
      <Amount value={value} currency={currency} />
    );
  return (
    <ImportTable
      name={intl.formatMessage({ id: 'import.totals' })}
      titled={false}
      heads={[
        { text: intl.formatMessage({ id: 'import.totals.kind' }) },
        { text: intl.formatMessage({ id: 'import.first.status' }) },
        { text: intl.formatMessage({ id: 'import.totals.orders' }), end: true },
        { text: intl.formatMessage({ id: 'import.totals.amount' }), end: true },
        { text: intl.formatMessage({ id: 'import.totals.fees' }), end: true },
      ]}
    >
      {totals.map(({ product, status, currency, orders, amount, fees }) => (
        <Table.Tr key={`${product} ${status}`}>
          <Table.Td>{intl.formatMessage({ id: `words.product.${product}` })}</Table.Td>
          <Table.Td>
            <StatusPill status={status} />
          </Table.Td>
          <Table.Td ta="end" className="num">
            {intl.formatNumber(orders)}
          </Table.Td>
          <Table.Td ta="end">{sum(amount, currency)}</Table.Td>
          <Table.Td ta="end">{sum(fees, currency)}</Table.Td>
        </Table.Tr>
      ))}
    </ImportTable>
  );
}

function First({ orders }: { orders: readonly ImportOrder[] }) {
  const intl = useIntl();
  if (orders.length === 0) return null;
  return (
    <ImportTable
      name={intl.formatMessage({ id: 'import.first' })}
      heads={[
        { text: intl.formatMessage({ id: 'import.first.line' }), end: true },
        { text: intl.formatMessage({ id: 'import.first.number' }) },
        { text: intl.formatMessage({ id: 'import.first.made' }) },
        { text: intl.formatMessage({ id: 'import.first.name' }) },
        { text: intl.formatMessage({ id: 'import.first.amount' }), end: true },
        { text: intl.formatMessage({ id: 'import.first.status' }) },
      ]}
    >
      {orders.map(({ line, number, createdAt, name: who, amount, currency, status }) => (
        <Table.Tr key={line}>
          <Table.Td ta="end" className="num">
            {line}
          </Table.Td>
          <Table.Td className="mono">{number}</Table.Td>
          <Table.Td>
            <Time at={createdAt} />
          </Table.Td>
          <Table.Td>{who ?? intl.formatMessage({ id: 'parts.none' })}</Table.Td>
          <Table.Td ta="end">
            <Amount value={amount} currency={currency} />
          </Table.Td>
          <Table.Td>
            <StatusPill status={status} />
          </Table.Td>
        </Table.Tr>
      ))}
    </ImportTable>
  );
}

type RunProps = { sheet: ImportSheetView; preview: ImportPreviewView; counting: boolean; onRun: () => void };

function Run({ sheet, preview, counting, onRun }: RunProps) {
  const intl = useIntl();
  const count = preview.good - (sheet.practice ? openOf(preview.totals) : 0);
  const asked = preview.mapping.statuses.some(({ ask }) => ask);
  return (
    <Stack gap="xs">
      <Text size="sm">{intl.formatMessage({ id: 'import.run.undoable' })}</Text>
      <Group gap="sm">
        <Button size="md" disabled={count === 0 || asked} loading={counting} onClick={onRun}>
          {intl.formatMessage({ id: 'import.run' }, { count })}
        </Button>
        {asked ? <Text size="sm">{intl.formatMessage({ id: 'import.run.confirm_first' })}</Text> : null}
      </Group>
    </Stack>
  );
}
