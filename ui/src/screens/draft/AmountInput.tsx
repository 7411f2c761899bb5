import { TextInput } from '@mantine/core';
import { type IntlShape, useIntl } from 'react-intl';
import type { ProductView } from '../../ipc';
import { amountText } from '../../parts';
import classes from './draft.module.css';
import { FieldMessages } from './FieldMessages';
import { type Limits, limitsOf } from './form';
import { HelpLines, OurReading, useNote } from './Hints';
import { inputId, inputOrder, useErrorLine } from './useFieldProps';
import type { OrderForm } from './useOrderForm';

/** How much: typed, never filled in; the limits stand there before the mistake. */
export function AmountInput({ form, product }: { form: OrderForm; product: ProductView }) {
  const intl = useIntl();
  const note = useNote();
  const errorLine = useErrorLine(form);
  if (form.chosen === undefined || form.form === null) return null;
  const { account, market } = form.chosen;
  const { amount } = form.form;
  const limits = limitsOf(account, product);
  return (
    <div>
      <TextInput
        id={inputId('amount')}
        name="amount"
        label={intl.formatMessage({ id: 'forms.amount' })}
        required
        inputMode="decimal"
        autoComplete="off"
        value={amount}
        onChange={(event) => form.setAmount(event.currentTarget.value)}
        onBlur={() => form.touch('amount')}
        error={errorLine('amount')}
        inputWrapperOrder={inputOrder}
        className={classes['amount'] ?? ''}
        rightSection={<span className={classes['unit']}>{market.currency}</span>}
        rightSectionWidth="3.5rem"
        description={
          <HelpLines
            lines={[
              limitsText(intl, limits, market.currency),
              product.decimals === 0
                ? intl.formatMessage({ id: 'forms.amount.whole' })
                : intl.formatMessage({ id: 'forms.amount.decimals' }, { count: product.decimals }),
              limits.ofAccount ? intl.formatMessage({ id: 'forms.amount.of_account' }) : null,
              limits.ours ? <OurReading key="ours" /> : null,
              limits.ofAccount ? null : note(product.note),
              readsAs(intl, amount, market.currency),
            ]}
          />
        }
      />
      <FieldMessages form={form} field={{ name: 'amount' }} />
    </div>
  );
}

function limitsText(intl: IntlShape, { min, max }: Limits, currency: string): string {
  const text = (value: string) => `${amountText(intl.locale, value)} ${currency}`;
  if (min !== null && max !== null) {
    return intl.formatMessage({ id: 'forms.amount.range' }, { min: text(min), max: text(max) });
  }
  if (min !== null) return intl.formatMessage({ id: 'forms.amount.from' }, { min: text(min) });
  if (max !== null) return intl.formatMessage({ id: 'forms.amount.to' }, { max: text(max) });
  return intl.formatMessage({ id: 'forms.amount.unknown' });
}

/** From four figures on, the amount as it was understood: a zero too many is seen between separators. */
function readsAs(intl: IntlShape, amount: string, currency: string): string | null {
  const typed = amount.trim();
  if (!/^\d{4,15}(?:\.\d{1,4})?$/u.test(typed)) return null;
  return intl.formatMessage(
    { id: 'forms.amount.reads' },
    { amount: `${amountText(intl.locale, typed)} ${currency}` },
  );
}
