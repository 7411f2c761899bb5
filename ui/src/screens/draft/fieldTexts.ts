import { type IntlShape, useIntl } from 'react-intl';
import type { FieldView } from '../../ipc';
import { en, type TextId } from '../../texts';

/** How full a field is before its counter appears. */
const NEAR_LIMIT = 0.75;

/** A field's example as a placeholder. */
export const exampleText = (intl: IntlShape, { example }: FieldView): string =>
  example === null ? '' : intl.formatMessage({ id: 'forms.example' }, { example });

/** How much of a field is used, once the limit comes near. */
export function lengthText(intl: IntlShape, { maxLength, kind }: FieldView, value: string): string | null {
  if (maxLength === null || kind === 'url') return null;
  const have = Array.from(value).length;
  if (have < maxLength * NEAR_LIMIT) return null;
  return intl.formatMessage({ id: 'forms.left' }, { have, max: maxLength });
}

/** What a field is called: by its name where that has a text, else by its role, else the gateway's name. */
export function useFieldName(): (field: Pick<FieldView, 'name' | 'role'>) => string {
  const intl = useIntl();
  return ({ name, role }) => {
    const own = [`forms.name.${name}`, `forms.role.${role}`].find((id) => Object.hasOwn(en, id));
    return own === undefined ? spaced(name) : intl.formatMessage({ id: own as TextId });
  };
}

/** `payerAddress` → `Payer address`: better than nothing for a field that nobody foresaw. */
function spaced(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/gu, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
