import type { IntlShape } from 'react-intl';
import { en, type TextId } from '../texts';

/** What a refusal, an unclear answer or a failed attempt was, and what to do about it. */
export type ReasonText = { what: string; next: string | null };

/**
 * Explains a `reasonCode`. `field` is the gateway's name of the field that a refusal blames. Codes that nobody
 * foresaw are shown as they are: hiding them would hide the only clue.
 */
export function reasonText(intl: IntlShape, code: string | null, field: string | null): ReasonText | null {
  if (code === null) return null;
  const known = code === 'bad_field' && field === null ? 'bad_field_unnamed' : code;
  const id = `sentences.reason.${known}`;
  if (!Object.hasOwn(en, id)) {
    return { what: intl.formatMessage({ id: 'sentences.reason.other' }, { code }), next: null };
  }
  const next = `${id}.next`;
  return {
    what: intl.formatMessage({ id: id as TextId }, { field: field ?? '' }),
    next: Object.hasOwn(en, next) ? intl.formatMessage({ id: next as TextId }, { field: field ?? '' }) : null,
  };
}

/** Whether a text is a code that `reasonText` explains, and not somebody's words. */
export const isReasonCode = (text: string): boolean => Object.hasOwn(en, `sentences.reason.${text}`);
