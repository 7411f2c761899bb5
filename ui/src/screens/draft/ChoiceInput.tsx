import { Group, Radio, Select } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { ChoiceView, FieldView } from '../../ipc';
import { FieldMessages } from './FieldMessages';
import { isRequired } from './form';
import { HelpLines, OurReading, useNote } from './Hints';
import { inputOrder, useFieldProps } from './useFieldProps';
import type { OrderForm } from './useOrderForm';

/** More values than this are a list to open instead of a row to see. */
const MOST_IN_A_ROW = 5;

/** One of a few values. Nothing is chosen for the person. */
export function ChoiceInput({ form, field }: { form: OrderForm; field: FieldView }) {
  const intl = useIntl();
  const note = useNote();
  const { onChange: _, value, ...props } = useFieldProps(form, field);
  const optional = !isRequired(field, form.form?.channel ?? null) && field.default === null;
  if (optional || field.choices.length > MOST_IN_A_ROW) {
    return (
      <div>
        <Select
          {...props}
          value={value === '' ? null : value}
          data={field.choices.map((choice) => ({ value: choice.value, label: choice.label }))}
          onChange={(chosen) => form.setField(field.name, chosen ?? '')}
          clearable={optional}
          allowDeselect={optional}
          placeholder={intl.formatMessage({ id: 'forms.choose' })}
          description={<HelpLines lines={[note(field.note), ...notesOf(field.choices, value, note)]} />}
        />
        <FieldMessages form={form} field={field} />
      </div>
    );
  }
  const { id, name, label, required, error, onBlur } = props;
  return (
    <div>
      <ChoiceRow
        {...{ id, name, label, required, error, onBlur, value }}
        choices={field.choices}
        help={[note(field.note), ...notesOf(field.choices, value, note)]}
        onChange={(chosen) => {
          form.setField(field.name, chosen);
          form.touch(field.name);
        }}
      />
      <FieldMessages form={form} field={field} />
    </div>
  );
}

type ChoiceRowProps = {
  id: string;
  name: string;
  label: React.ReactNode;
  required: boolean;
  error: string | null;
  value: string;
  choices: readonly ChoiceView[];
  help: readonly React.ReactNode[];
  onChange: (value: string) => void;
  onBlur?: () => void;
};

/** A few values side by side, none chosen at first. */
export function ChoiceRow({ id, choices, help, value, ...props }: ChoiceRowProps) {
  return (
    <Radio.Group
      {...props}
      value={value === '' ? null : value}
      inputWrapperOrder={inputOrder}
      description={<HelpLines lines={help} />}
    >
      <Group gap="sm" py={4}>
        {choices.map((choice, at) => (
          <Radio
            key={choice.value}
            value={choice.value}
            size="sm"
            label={
              <>
                {choice.label}
                {choice.origin === 'ours' ? (
                  <span aria-hidden>
                    {' · '}
                    <OurReading />
                  </span>
                ) : null}
              </>
            }
            {...(at === 0 ? { id } : {})}
          />
        ))}
      </Group>
    </Radio.Group>
  );
}

/** What is to be known about the value that is chosen. */
export const notesOf = (
  choices: readonly ChoiceView[],
  value: string,
  note: (key: string | null) => string | null,
): (string | null)[] => choices.filter((choice) => choice.value === value).map((choice) => note(choice.note));
