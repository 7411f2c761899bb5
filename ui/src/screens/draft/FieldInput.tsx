import { Select, TextInput } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { FieldView } from '../../ipc';
import { AccountNumberInput } from './AccountNumberInput';
import { BankInput } from './BankInput';
import { ChoiceInput } from './ChoiceInput';
import classes from './draft.module.css';
import { durationText } from './duration';
import { FieldMessages } from './FieldMessages';
import { exampleText, lengthText } from './fieldTexts';
import { HelpLines, useNote } from './Hints';
import { useFieldProps } from './useFieldProps';
import type { OrderForm } from './useOrderForm';

type FieldInputProps = { form: OrderForm; field: FieldView };

/** One field of a product, as its kind asks for it. */
export function FieldInput({ form, field }: FieldInputProps) {
  switch (field.kind) {
    case 'choice':
      return <ChoiceInput form={form} field={field} />;
    case 'toggle':
      return <ToggleInput form={form} field={field} />;
    case 'bank':
      return <BankInput form={form} field={field} />;
    case 'text':
    case 'digits':
      return field.role === 'payee_account' || field.role === 'payer_wallet' ? (
        <AccountNumberInput form={form} field={field} />
      ) : (
        <LineInput form={form} field={field} />
      );
    case 'phone':
    case 'email':
    case 'url':
    case 'seconds':
    case 'collect_bank':
      return <LineInput form={form} field={field} />;
  }
}

const NUMERIC: readonly FieldView['kind'][] = ['digits', 'seconds', 'collect_bank'];

function LineInput({ form, field }: FieldInputProps) {
  const intl = useIntl();
  const note = useNote();
  const props = useFieldProps(form, field);
  const { value } = props;
  const seconds = field.kind === 'seconds' && /^\d{1,9}$/u.test(value) ? Number(value) : 0;
  return (
    <div>
      <TextInput
        {...props}
        inputMode={NUMERIC.includes(field.kind) ? 'numeric' : field.kind === 'phone' ? 'tel' : 'text'}
        placeholder={exampleText(intl, field)}
        description={
          <HelpLines
            lines={[
              seconds > 0
                ? intl.formatMessage({ id: 'forms.seconds' }, { time: durationText(intl, seconds) })
                : null,
              field.kind === 'collect_bank' ? intl.formatMessage({ id: 'forms.collect_bank' }) : null,
              note(field.note),
              lengthText(intl, field, value),
            ]}
          />
        }
        {...(field.kind === 'seconds'
          ? {
              rightSection: (
                <span className={classes['unit']}>{intl.formatMessage({ id: 'forms.seconds.unit' })}</span>
              ),
              rightSectionWidth: '5rem',
            }
          : {})}
      />
      <FieldMessages form={form} field={field} />
    </div>
  );
}

/** Yes or no. Where the gateway offers one value only, that is said instead of asked. */
function ToggleInput({ form, field }: FieldInputProps) {
  const intl = useIntl();
  const note = useNote();
  const props = useFieldProps(form, field);
  const only = field.choices.length === 1 ? field.choices[0] : undefined;
  if (only !== undefined) {
    return (
      <TextInput
        {...props}
        readOnly
        variant="unstyled"
        value={intl.formatMessage({ id: 'forms.only_value' }, { value: only.label })}
      />
    );
  }
  return (
    <div>
      <Select
        {...props}
        onChange={(value) => form.setField(field.name, value ?? '')}
        value={props.value === '' ? null : props.value}
        data={[
          { value: 'false', label: intl.formatMessage({ id: 'forms.no' }) },
          { value: 'true', label: intl.formatMessage({ id: 'forms.yes' }) },
        ]}
        placeholder={intl.formatMessage({ id: 'forms.choose' })}
        description={<HelpLines lines={[note(field.note)]} />}
      />
      <FieldMessages form={form} field={field} />
    </div>
  );
}
