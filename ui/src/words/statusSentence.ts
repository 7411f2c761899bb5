import type { IntlShape } from 'react-intl';
import type { DirectionKind, StatusKind } from '../ipc';
import { en, type TextId } from '../texts';

/** Where an order stands, in a sentence for the person in front of it; the direction matters. */
export function statusSentence(intl: IntlShape, status: StatusKind, direction: DirectionKind): string {
  const own = `sentences.status.${status}.${direction}`;
  return intl.formatMessage({
    id: Object.hasOwn(en, own) ? (own as TextId) : `words.status.${status}.sentence`,
  });
}
