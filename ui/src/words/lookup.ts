import type { IntlShape } from 'react-intl';
import { en, type TextId } from '../texts';

/** The text of a code that comes from the shell; codes that this window does not know get the fallback. */
export function knownText(
  intl: IntlShape,
  id: string,
  fallback: TextId,
  values: Readonly<Record<string, string>> = {},
): string {
  return intl.formatMessage({ id: Object.hasOwn(en, id) ? (id as TextId) : fallback }, values);
}
