import type { ChangeEvent } from 'react';
import { useIntl } from 'react-intl';
import type { FieldView } from '../../ipc';
import { problemText } from '../../words';
import { useFieldName } from './fieldTexts';
import { isRequired } from './form';
import { FieldLabel } from './Hints';
import type { OrderForm } from './useOrderForm';

/** What every input of the form has in common; help stands below the input, problems below the help. */
export const inputOrder: ('label' | 'input' | 'description' | 'error')[] = [
  'label',
  'input',
  'description',
  'error',
];

/** The id by which the form finds the input of a field. */
export const inputId = (field: string): string => `draft-${field}`;

/** The problem of a field as its error line. */
export function useErrorLine(form: OrderForm): (field: string) => string | null {
  const intl = useIntl();
  return (field) => {
    const problem = form.problemOf(field);
    return problem === undefined ? null : problemText(intl, problem, form.chosen?.market.currency ?? '');
  };
}

/** Label, value and events of a catalogue field. */
export function useFieldProps(form: OrderForm, field: FieldView) {
  const fieldName = useFieldName();
  const errorLine = useErrorLine(form);
  return {
    id: inputId(field.name),
    name: field.name,
    label: <FieldLabel text={fieldName(field)} name={field.name} ours={field.origin === 'ours'} />,
    required: isRequired(field, form.form?.channel ?? null),
    value: form.form?.fields[field.name] ?? '',
    error: errorLine(field.name),
    inputWrapperOrder: inputOrder,
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: ChangeEvent<HTMLInputElement>) => form.setField(field.name, event.currentTarget.value),
    onBlur: () => form.touch(field.name),
  };
}
