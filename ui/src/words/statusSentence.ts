import type { IntlShape } from 'react-intl';
import type { DirectionKind, OrderDetailView, StatusKind } from '../ipc';
import { en, type TextId } from '../texts';
import type { CannotAsk } from './cannotAsk';

/** Where an order stands, in a sentence for the person in front of it; the direction matters. */
export function statusSentence(intl: IntlShape, status: StatusKind, direction: DirectionKind): string {
  const own = `sentences.status.${status}.${direction}`;
  return intl.formatMessage({
    id: Object.hasOwn(en, own) ? (own as TextId) : `words.status.${status}.sentence`,
  });
}

/**
 * The same for a whole order: of one that cannot be asked about, nobody says that it is being asked about, but what
 * stands in the way; and what a person settled with evidence, neither bank nor gateway has said.
 */
export function orderSentence(
  intl: IntlShape,
  { summary, events }: OrderDetailView,
  cannotAsk: CannotAsk | null,
): string {
  const { status, direction } = summary;
  if (status === 'unknown' && cannotAsk !== null) {
    return intl.formatMessage({ id: `sentences.cannot_ask.${cannotAsk}.${direction}` });
  }
  if (status === 'succeeded' || status === 'failed') {
    const step = events.findLast(({ from, to }) => to === status && from !== to);
    if (step?.source === 'person') return intl.formatMessage({ id: `sentences.by_evidence.${status}` });
  }
  return statusSentence(intl, status, direction);
}
