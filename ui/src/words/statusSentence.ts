import type { IntlShape } from 'react-intl';
import type { DirectionKind, OrderDetailView, StatusKind } from '../ipc';
import { en, type TextId } from '../texts';

/** Where an order stands, in a sentence for the person in front of it; the direction matters. */
export function statusSentence(intl: IntlShape, status: StatusKind, direction: DirectionKind): string {
  const own = `sentences.status.${status}.${direction}`;
  return intl.formatMessage({
    id: Object.hasOwn(en, own) ? (own as TextId) : `words.status.${status}.sentence`,
  });
}

/** The same for a whole order: of one that cannot be asked about, nobody says that it is being asked about. */
export function orderSentence(intl: IntlShape, { summary, canAsk }: OrderDetailView): string {
  const { status, direction } = summary;
  return status === 'unknown' && !canAsk
    ? intl.formatMessage({ id: `sentences.cannot_ask.${direction}` })
    : statusSentence(intl, status, direction);
}
