import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { type ClipboardEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import type { FieldView } from '../../ipc';
import { Code } from '../../parts';
import classes from './draft.module.css';
import { FieldMessages } from './FieldMessages';
import { exampleText, lengthText } from './fieldTexts';
import { HelpLines, useNote, WarningLine } from './Hints';
import { digitsOf, type Found, findNumbers } from './numbers';
import { useFieldProps } from './useFieldProps';
import type { OrderForm } from './useOrderForm';

type Paste = { taken: Found | null; several: readonly Found[]; nothing: boolean };
const noPaste: Paste = { taken: null, several: [], nothing: false };

/**
 * The account or wallet to pay. It finds the number in whatever is pasted, and says when what stands in it is not
 * what was pasted: programs that swap an account number on the clipboard or in the field exist.
 */
export function AccountNumberInput({ form, field }: { form: OrderForm; field: FieldView }) {
  const intl = useIntl();
  const note = useNote();
  const props = useFieldProps(form, field);
  const [paste, setPaste] = useState(noPaste);

  const take = (found: Found) => {
    setPaste({ taken: found, several: [], nothing: false });
    form.setField(field.name, found.digits);
    // The number itself says what it is, by its length and check digit; that is no guess.
    const rules = field.digitsWhen.filter(({ digits }) => digits === found.digits.length);
    const [rule] = rules;
    const sure = found.kind === 'clabe' || found.kind === 'card';
    if (sure && rules.length === 1 && rule !== undefined && (form.form?.fields[rule.field] ?? '') === '') {
      form.setField(rule.field, rule.value);
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text');
    const all = findNumbers(text).filter(({ kind }) => field.kind === 'digits' || isSure(kind));
    const best = all.filter(({ kind }) => isSure(kind));
    const candidates = best.length > 0 ? best : all;
    if (candidates.length === 0) {
      setPaste({ ...noPaste, nothing: field.kind === 'digits' });
      return;
    }
    event.preventDefault();
    const [first] = candidates;
    if (candidates.length === 1 && first !== undefined) take(first);
    else setPaste({ taken: null, several: candidates, nothing: false });
  };

  return (
    <div>
      <TextInput
        {...props}
        inputMode={field.kind === 'digits' ? 'numeric' : 'text'}
        placeholder={exampleText(intl, field)}
        className={classes['mono'] ?? ''}
        onPaste={onPaste}
        description={
          <HelpLines
            lines={[readAs(intl, paste.taken), note(field.note), lengthText(intl, field, props.value)]}
          />
        }
      />
      <Pasted
        paste={paste}
        value={props.value}
        onTake={take}
        onRestore={() => paste.taken !== null && form.setField(field.name, paste.taken.digits)}
      />
      <FieldMessages form={form} field={field} />
    </div>
  );
}

const isSure = (kind: Found['kind']): boolean => kind === 'clabe' || kind === 'card';

const readAs = (intl: ReturnType<typeof useIntl>, taken: Found | null): string | null =>
  taken === null
    ? null
    : intl.formatMessage(
        { id: 'forms.paste.read_as' },
        { kind: intl.formatMessage({ id: `forms.paste.${taken.kind}` }) },
      );

/** What came of a paste: a choice between several numbers, nothing, or a field that no longer agrees with it. */
function Pasted({
  paste,
  value,
  onTake,
  onRestore,
}: {
  paste: Paste;
  value: string;
  onTake: (found: Found) => void;
  onRestore: () => void;
}) {
  const intl = useIntl();
  if (paste.several.length > 0) {
    return (
      <div role="status" className={classes['pasted']}>
        <Text size="xs">{intl.formatMessage({ id: 'forms.paste.several' })}</Text>
        <Group gap="xs" pt={4}>
          {paste.several.map((found) => (
            <Button
              key={found.digits}
              size="compact-sm"
              variant="default"
              aria-label={intl.formatMessage(
                { id: 'forms.paste.use' },
                { kind: intl.formatMessage({ id: `forms.paste.${found.kind}` }), digits: found.digits },
              )}
              onClick={() => onTake(found)}
            >
              <Code value={found.digits} />
            </Button>
          ))}
        </Group>
      </div>
    );
  }
  if (paste.nothing && value === '') {
    return <WarningLine>{intl.formatMessage({ id: 'forms.paste.nothing' })}</WarningLine>;
  }
  if (paste.taken === null || value === '' || digitsOf(value) === paste.taken.digits) return null;
  return (
    <div role="alert">
      <WarningLine>
        {intl.formatMessage({ id: 'forms.paste.differs' }, { lastFour: paste.taken.digits.slice(-4) })}
        <Anchor component="button" type="button" size="xs" onClick={onRestore}>
          {intl.formatMessage({ id: 'forms.paste.restore' })}
        </Anchor>
      </WarningLine>
    </div>
  );
}
