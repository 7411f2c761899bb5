import { Alert, Select, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { AccountView, ImportEncoding, ImportReading, ImportSheetView } from '../../ipc';
import { countryFlag } from '../../words';

const encodings: readonly ImportEncoding[] = [
  'utf8',
  'windows1252',
  'windows874',
  'gb18030',
  'utf16_le',
  'utf16_be',
];

type AccountChoiceProps = {
  accounts: readonly AccountView[];
  value: string | null;
  busy: boolean;
  onChange: (id: string) => void;
};

/** Whose orders these are; a retired account has a past too. */
export function AccountChoice({ accounts, value, busy, onChange }: AccountChoiceProps) {
  const intl = useIntl();
  return (
    <Select
      label={intl.formatMessage({ id: 'import.account' })}
      description={intl.formatMessage({ id: 'import.account.help' })}
      placeholder={intl.formatMessage({ id: 'forms.account.choose' })}
      required
      allowDeselect={false}
      maw="30rem"
      disabled={busy}
      value={value}
      onChange={(id) => id !== null && onChange(id)}
      data={accounts.map(({ id, name, country, retiredAt }) => ({
        value: id,
        label: `${countryFlag(country)} ${
          retiredAt === null ? name : intl.formatMessage({ id: 'import.account.retired' }, { name })
        }`.trim(),
      }))}
    />
  );
}

type FileFactsProps = {
  sheet: ImportSheetView;
  busy: boolean;
  onRead: (reading: ImportReading) => void;
};

/** What was read, and what may be read otherwise: another sheet of a workbook, another spelling of characters. */
export function FileFacts({ sheet, busy, onRead }: FileFactsProps) {
  const intl = useIntl();
  return (
    <Stack gap="xs" component="section" aria-label={intl.formatMessage({ id: 'import.file' })}>
      <Title order={2}>{intl.formatMessage({ id: 'import.file' })}</Title>
      <Text size="sm">
        <strong>{sheet.name}</strong>
        {' · '}
        {intl.formatMessage({ id: 'import.file.rows' }, { count: sheet.rows })}
        {sheet.remembered ? ` · ${intl.formatMessage({ id: 'import.file.remembered' })}` : ''}
      </Text>
      {sheet.pages.length > 1 ? (
        <Select
          label={intl.formatMessage({ id: 'import.file.page' })}
          maw="24rem"
          allowDeselect={false}
          disabled={busy}
          value={sheet.page}
          data={sheet.pages}
          onChange={(page) => onRead({ page, encoding: null })}
        />
      ) : null}
      {sheet.encoding === null || (sheet.unreadable === 0 && sheet.encoding === 'utf8') ? null : (
        <Select
          label={intl.formatMessage({ id: 'import.file.encoding' })}
          maw="24rem"
          allowDeselect={false}
          disabled={busy}
          value={sheet.encoding}
          data={encodings.map((value) => ({
            value,
            label: intl.formatMessage({ id: `import.encoding.${value}` }),
          }))}
          onChange={(encoding) => onRead({ page: null, encoding: encoding as ImportEncoding })}
        />
      )}
      {sheet.unreadable === 0 ? null : (
        <Warning>{intl.formatMessage({ id: 'import.file.unreadable' }, { count: sheet.unreadable })}</Warning>
      )}
      {sheet.ragged === 0 ? null : (
        <Warning>
          {intl.formatMessage(
            { id: 'import.file.ragged' },
            { count: sheet.ragged, lines: intl.formatList(sheet.raggedLines.slice(0, 5).map(String)) },
          )}
        </Warning>
      )}
    </Stack>
  );
}

/** Something to look at, in one sentence. */
export function Warning({ children }: { children: React.ReactNode }) {
  return (
    <Alert
      role="group"
      variant="outline"
      color="yellow.8"
      maw="52rem"
      icon={<IconAlertTriangle aria-hidden />}
    >
      {children}
    </Alert>
  );
}
