import { Anchor } from '@mantine/core';
import { useIntl } from 'react-intl';
import { warningText } from '../../words';
import { WarningLine } from './Hints';
import type { OrderForm } from './useOrderForm';

/** What is odd about a field, and the spelling that would do, to be taken with one press. */
export function FieldMessages({ form, field }: { form: OrderForm; field: { name: string } }) {
  const intl = useIntl();
  const currency = form.chosen?.market.currency ?? '';
  const suggestion = form.problemOf(field.name)?.values['suggestion'];
  return (
    <>
      {suggestion === undefined ? null : (
        <Suggestion text={suggestion} onUse={() => form.setField(field.name, suggestion)} />
      )}
      {form.warningsOf(field.name).map((warning) => {
        const offered = warning.values['suggestion'];
        return (
          <WarningLine key={warning.code}>
            {warningText(intl, warning, currency)}
            {offered === undefined ? null : (
              <Suggestion text={offered} onUse={() => form.setField(field.name, offered)} />
            )}
          </WarningLine>
        );
      })}
    </>
  );
}

function Suggestion({ text, onUse }: { text: string; onUse: () => void }) {
  const intl = useIntl();
  return (
    <Anchor component="button" type="button" size="xs" onClick={onUse}>
      {intl.formatMessage({ id: 'forms.suggestion' }, { text })}
    </Anchor>
  );
}
