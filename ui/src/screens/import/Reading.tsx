import { Alert, Radio, Select, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type {
  ImportDateCells,
  ImportDateOrder,
  ImportDecimals,
  ImportMapping,
  ImportPreviewView,
  ImportProductWord,
  ImportQuestion,
  ImportSheetView,
  ProductKind,
} from '../../ipc';
import classes from './import.module.css';
import { columnOf, productChoice, productRule } from './mapping';
import { StatusWords } from './StatusWords';

type ReadingProps = {
  sheet: ImportSheetView;
  /** The person's. */
  mapping: ImportMapping;
  /** The same with what the whole file decides. */
  settled: ImportMapping;
  preview: ImportPreviewView | undefined;
  onChange: (mapping: ImportMapping) => void;
};

type Asked<Code extends ImportQuestion['code']> = Extract<ImportQuestion, { code: Code }>;

/** What a question was, for as long as this file is looked at: an answer can be changed. */
const asked = <Code extends ImportQuestion['code']>(
  preview: ImportPreviewView | undefined,
  code: Code,
): Asked<Code> | undefined =>
  preview?.questions.find((question): question is Asked<Code> => question.code === code);

/** How the file's dates, sums, kinds and status words are read. What only a person can know is asked in words. */
export function Reading({ sheet, mapping, settled, preview, onChange }: ReadingProps) {
  const intl = useIntl();
  const open =
    (preview?.questions ?? []).some(
      ({ code }) => code !== 'statuses' && (code !== 'date_cells' || mapping.dateCells === null),
    ) || settled.statuses.some(({ ask }) => ask);
  const title = intl.formatMessage({ id: open ? 'import.reading.needs_you' : 'import.reading' });
  return (
    <Stack
      gap="md"
      component="section"
      aria-label={title}
      maw="52rem"
      className={classes['questions'] ?? ''}
      data-open={open || undefined}
    >
      <Stack gap={4}>
        <Title order={2}>{title}</Title>
        {open ? <Text size="sm">{intl.formatMessage({ id: 'import.reading.needs_you.help' })}</Text> : null}
      </Stack>
      <Missing preview={preview} />
      <Kind sheet={sheet} settled={settled} preview={preview} mapping={mapping} onChange={onChange} />
      <Dates question={asked(preview, 'date_order')} mapping={mapping} onChange={onChange} />
      <DateCells question={asked(preview, 'date_cells')} mapping={mapping} onChange={onChange} />
      <Decimals question={asked(preview, 'decimals')} mapping={mapping} onChange={onChange} />
      <Zone sheet={sheet} bad={preview?.badZone === true} mapping={mapping} onChange={onChange} />
      <StatusWords settled={settled} onChange={(statuses) => onChange({ ...mapping, statuses })} />
    </Stack>
  );
}

function Missing({ preview }: { preview: ImportPreviewView | undefined }) {
  const intl = useIntl();
  const missing = (preview?.questions ?? []).filter((question) => question.code === 'field_missing');
  if (missing.length === 0) return null;
  return (
    <Alert role="group" variant="outline" color="yellow.8" icon={<IconAlertTriangle aria-hidden />}>
      {intl.formatMessage(
        { id: 'import.missing' },
        {
          fields: intl.formatList(
            missing.map(({ field }) => intl.formatMessage({ id: `import.field.${field}` })),
            { type: 'disjunction' },
          ),
        },
      )}
    </Alert>
  );
}

type PartProps = Pick<ReadingProps, 'mapping' | 'onChange'>;

function Kind({ sheet, settled, preview, mapping, onChange }: ReadingProps) {
  const intl = useIntl();
  const column = columnOf(settled, 'product');
  const choices = [
    'fixed:payout',
    'fixed:collect',
    'fixed:cashier_desk',
    ...(column === undefined ? [] : ['column']),
    ...(columnOf(settled, 'gateway_number') === undefined ? [] : ['gateway_number']),
  ];
  const label = (choice: string) =>
    choice === 'column'
      ? intl.formatMessage({ id: 'import.product.column' }, { title: sheet.columns[column ?? 0]?.title })
      : choice === 'gateway_number'
        ? intl.formatMessage({ id: 'import.product.gateway_number' })
        : intl.formatMessage({ id: `import.product.${choice.slice('fixed:'.length) as ProductKind}` });
  const words = settled.product?.kind === 'column' ? settled.product.words : [];
  const strange = words.filter(({ product }) => product === null);
  const say = (word: ImportProductWord, product: ProductKind | null) =>
    onChange({
      ...mapping,
      product: {
        kind: 'column',
        words: words.map((other) => (other.word === word.word ? { ...other, product } : other)),
      },
    });
  return (
    <>
      <Select
        label={intl.formatMessage({ id: 'import.product' })}
        description={
          asked(preview, 'product') === undefined
            ? undefined
            : intl.formatMessage({ id: 'import.product.why' })
        }
        placeholder={intl.formatMessage({ id: 'import.product.ask' })}
        maw="30rem"
        allowDeselect={false}
        value={productChoice(settled.product)}
        data={choices.map((value) => ({ value, label: label(value) }))}
        onChange={(choice) => choice !== null && onChange({ ...mapping, product: productRule(choice) })}
      />
      {strange.length === 0 ? null : (
        <Stack gap="xs" role="group" aria-label={intl.formatMessage({ id: 'import.product.words' })}>
          <Text size="sm" fw={600}>
            {intl.formatMessage({ id: 'import.product.words' })}
          </Text>
          {strange.map((word) => (
            <Select
              key={word.word}
              maw="30rem"
              label={intl.formatMessage({ id: 'import.product.word' }, { word: word.word, rows: word.rows })}
              placeholder={intl.formatMessage({ id: 'import.leave_out' })}
              value={word.product}
              data={(['payout', 'collect', 'cashier_desk'] as const).map((value) => ({
                value,
                label: intl.formatMessage({ id: `words.product.${value}` }),
              }))}
              onChange={(product) => say(word, product as ProductKind | null)}
            />
          ))}
        </Stack>
      )}
    </>
  );
}

function Dates({ question, mapping, onChange }: PartProps & { question: Asked<'date_order'> | undefined }) {
  const intl = useIntl();
  if (question === undefined) return null;
  const { examples, contradictory, choices } = question;
  return (
    <Radio.Group
      label={intl.formatMessage({ id: 'import.dates' }, { example: examples[0] })}
      description={intl.formatMessage(
        { id: contradictory ? 'import.dates.contradictory' : 'import.dates.why' },
        { examples: intl.formatList(examples) },
      )}
      value={mapping.dateOrder}
      onChange={(order) => onChange({ ...mapping, dateOrder: order as ImportDateOrder })}
    >
      <Stack gap="xs" mt="xs">
        {choices.map((order) => (
          <Radio key={order} value={order} label={intl.formatMessage({ id: `import.dates.${order}` })} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Date cells whose day and month may be exchanged. It stays when it is answered: nothing shows a wrong answer. */
function DateCells({
  question,
  mapping,
  onChange,
}: PartProps & { question: Asked<'date_cells'> | undefined }) {
  const intl = useIntl();
  if (question === undefined) return null;
  const { cells, texts } = question;
  const day = (date: string) =>
    intl.formatDate(`${date}T12:00:00`, { day: 'numeric', month: 'long', year: 'numeric' });
  return (
    <Radio.Group
      label={intl.formatMessage({ id: 'import.date_cells' }, { cell: cells[0] })}
      description={intl.formatMessage(
        { id: 'import.date_cells.why' },
        { cells: intl.formatList(cells), texts: intl.formatList(texts) },
      )}
      value={mapping.dateCells}
      onChange={(means) => onChange({ ...mapping, dateCells: means as ImportDateCells })}
    >
      <Stack gap="xs" mt="xs">
        {(['as_shown', 'exchanged'] as const).map((means) => (
          <Radio
            key={means}
            value={means}
            label={intl.formatMessage({ id: `import.date_cells.${means}` }, { day: day(question[means]) })}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function Decimals({ question, mapping, onChange }: PartProps & { question: Asked<'decimals'> | undefined }) {
  const intl = useIntl();
  if (question === undefined) return null;
  const { examples, contradictory } = question;
  return (
    <Radio.Group
      label={intl.formatMessage({ id: 'import.decimals' })}
      description={intl.formatMessage(
        { id: contradictory ? 'import.decimals.contradictory' : 'import.decimals.why' },
        { examples: intl.formatList(examples) },
      )}
      value={mapping.decimals}
      onChange={(mark) => onChange({ ...mapping, decimals: mark as ImportDecimals })}
    >
      <Stack gap="xs" mt="xs">
        {(['point', 'comma'] as const).map((mark) => (
          <Radio key={mark} value={mark} label={intl.formatMessage({ id: `import.decimals.${mark}` })} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Every offset from UTC in whole hours, and the halves that some clock keeps. */
const offsets = [
  ...Array.from(
    { length: 27 },
    (_, at) => `${at < 12 ? '-' : '+'}${String(Math.abs(at - 12)).padStart(2, '0')}:00`,
  ),
  '+05:30',
  '+06:30',
].sort((a, b) => Number.parseFloat(a.replace(':', '.')) - Number.parseFloat(b.replace(':', '.')));

function Zone({ sheet, bad, mapping, onChange }: PartProps & { sheet: ImportSheetView; bad: boolean }) {
  const intl = useIntl();
  const untouched = mapping.zone === sheet.mapping.zone && !sheet.remembered;
  return (
    <Select
      label={intl.formatMessage({ id: 'import.zone' })}
      description={untouched ? intl.formatMessage({ id: `import.zone.${sheet.zoneSource}` }) : undefined}
      error={bad ? intl.formatMessage({ id: 'import.zone.bad' }) : undefined}
      maw="34rem"
      allowDeselect={false}
      value={mapping.zone}
      data={[...new Set([...offsets, mapping.zone])].map((value) => ({
        value,
        label: intl.formatMessage({ id: 'import.zone.utc' }, { offset: value }),
      }))}
      onChange={(zone) => zone !== null && onChange({ ...mapping, zone })}
    />
  );
}
