import { Stack, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import { type ProductView, useBanks } from '../../ipc';
import { Amount, Code, type Detail, DetailList } from '../../parts';
import { fieldByRole, useFieldName } from '../draft';
import { amountInWords } from './amountInWords';
import type { Checked } from './PayoutScreen';
import classes from './payout.module.css';

type ParticularsProps = {
  checked: Checked;
  product: ProductView;
  currency: string;
};

/** Who gets how much, where: large, grouped, and the amount in words. The rest as it will be sent. */
export function Particulars({ checked, product, currency }: ParticularsProps) {
  const intl = useIntl();
  const { accountId, draft, report } = checked;
  const banks = useBanks(accountId).data?.banks;
  const fieldName = useFieldName();
  const payee = fieldByRole(product, 'payee_name');
  const account = fieldByRole(product, 'payee_account');
  const amount = draft.amount.trim();
  const words = amountInWords(amount);
  const number = report.tidied[account?.name ?? ''];
  const channel = product.channels.find(({ value }) => value === draft.channel);
  const rest = product.fields
    .filter((field) => field !== payee && field !== account && report.tidied[field.name] !== undefined)
    .map((field): Detail => {
      const value = report.tidied[field.name] ?? '';
      const label =
        field.kind === 'bank'
          ? banks?.find((bank) => bank.value === value)?.name
          : field.choices.find((choice) => choice.value === value)?.label;
      return {
        term: fieldName(field),
        value: <bdi>{label === undefined || label === value ? value : `${label} (${value})`}</bdi>,
      };
    });
  return (
    <Stack gap="md">
      <div>
        <Text size="xs" c="dimmed">
          {intl.formatMessage({ id: 'forms.amount' })}
        </Text>
        <Amount value={amount} currency={currency} className={classes['large'] ?? ''} />
        {words === null ? null : (
          <Text size="sm">
            {intl.formatMessage(
              { id: 'payout.in_words' },
              { words, currency: intl.formatDisplayName(currency, { type: 'currency' }) ?? currency },
            )}
          </Text>
        )}
      </div>
      <div>
        <Text size="xs" c="dimmed">
          {intl.formatMessage({ id: 'payout.payee' })}
        </Text>
        <bdi className={classes['large']}>{report.tidied[payee?.name ?? ''] ?? ''}</bdi>
        {number === undefined ? null : (
          <div className={classes['number']}>
            <Code value={number} />
          </div>
        )}
      </div>
      <DetailList
        details={[
          channel === undefined
            ? null
            : { term: intl.formatMessage({ id: 'forms.channel' }), value: channel.label },
          ...rest,
        ]}
      />
    </Stack>
  );
}
