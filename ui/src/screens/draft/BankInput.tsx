import { ActionIcon, Anchor, Group, Select, TextInput, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { type BankView, type FieldView, shell, useBanks, useCommand } from '../../ipc';
import { useVaultDialog } from '../../session/vault';
import { Failure, foldText } from '../../words';
import { FieldMessages } from './FieldMessages';
import { HelpLines, useNote } from './Hints';
import { useFieldProps } from './useFieldProps';
import type { OrderForm } from './useOrderForm';

/** More rows than this are never drawn; the search finds the others. */
const MOST_ROWS = 200;

/** One of the gateway's payout banks, searched by name or code. */
export function BankInput({ form, field }: { form: OrderForm; field: FieldView }) {
  const intl = useIntl();
  const note = useNote();
  const vault = useVaultDialog();
  const accountId = form.chosen?.account.id;
  const banks = useBanks(accountId);
  const refresh = useCommand((id: string) => shell.refreshBanks(id), [['banks']]);
  const { onChange, ...props } = useFieldProps(form, field);
  const known = onePerValue(banks.data?.banks ?? []);
  const chosen = known.find(({ value }) => value === props.value);
  const options = known.map((bank) => ({ value: bank.value, label: bankLabel(intl, bank) }));
  const listed =
    props.value === '' || chosen !== undefined
      ? options
      : [...options, { value: props.value, label: props.value }];
  const lines = [
    banks.data?.fetchedAt === null ? intl.formatMessage({ id: 'forms.bank.reference' }) : null,
    note(field.note),
  ];
  return (
    <div>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        {known.length === 0 && !banks.isPending ? (
          <TextInput
            {...props}
            onChange={onChange}
            flex={1}
            description={<HelpLines lines={[intl.formatMessage({ id: 'forms.bank.none' }), ...lines]} />}
          />
        ) : (
          <Select
            {...props}
            flex={1}
            searchable
            clearable
            value={props.value === '' ? null : props.value}
            data={listed}
            limit={MOST_ROWS}
            filter={({ options: all, search }) =>
              all.filter((option) => 'label' in option && foldText(option.label).includes(foldText(search)))
            }
            onChange={(value) => form.setField(field.name, value ?? '')}
            placeholder={intl.formatMessage({ id: 'forms.choose' })}
            nothingFoundMessage={intl.formatMessage({ id: 'forms.bank.nothing' })}
            description={<HelpLines lines={lines} />}
          />
        )}
        <Tooltip label={intl.formatMessage({ id: 'forms.bank.refresh' })}>
          <ActionIcon
            variant="default"
            size="input-sm"
            mt="1.36rem"
            aria-label={intl.formatMessage({ id: 'forms.bank.refresh' })}
            loading={refresh.isPending}
            onClick={() => {
              if (accountId !== undefined) vault.need([accountId], () => refresh.mutate(accountId));
            }}
          >
            <IconRefresh size="1.1em" aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <BankByAccount
        name={form.report?.bankByAccount ?? null}
        banks={known}
        chosen={props.value}
        onUse={(value) => form.setField(field.name, value)}
      />
      <FieldMessages form={form} field={field} />
      {refresh.error === null ? null : <Failure error={refresh.error} />}
    </div>
  );
}

/** Offers the bank that the account number names; it never chooses it by itself. */
function BankByAccount({
  name,
  banks,
  chosen,
  onUse,
}: {
  name: string | null;
  banks: readonly BankView[];
  chosen: string;
  onUse: (value: string) => void;
}) {
  const intl = useIntl();
  const found = name === null ? undefined : bankNamed(banks, name);
  if (found === undefined || found.value === chosen) return null;
  return (
    <Anchor component="button" type="button" size="xs" onClick={() => onUse(found.value)}>
      {intl.formatMessage({ id: 'forms.bank.use' }, { name: found.name })}
    </Anchor>
  );
}

/** The bank with a name, by the whole name before a part of it. */
export function bankNamed(banks: readonly BankView[], name: string): BankView | undefined {
  const wanted = foldText(name);
  return (
    banks.find((bank) => foldText(bank.name) === wanted) ??
    banks.find((bank) => {
      const folded = ` ${foldText(bank.name)} `;
      return folded.includes(` ${wanted} `) || ` ${wanted} `.includes(folded);
    })
  );
}

/** A gateway may list a value twice; a list to choose from cannot. */
export const onePerValue = (banks: readonly BankView[]): BankView[] => [
  ...new Map(banks.map((bank) => [bank.value, bank])).values(),
];

function bankLabel(intl: ReturnType<typeof useIntl>, { name, code, value }: BankView): string {
  const number = code ?? value;
  return number === name ? name : intl.formatMessage({ id: 'forms.bank.option' }, { name, code: number });
}
