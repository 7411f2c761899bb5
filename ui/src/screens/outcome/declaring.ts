import type { IntlShape } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import type { CannotAsk } from '../../words';
import { durationText } from '../draft';

/** Whether a person may declare an unknown order never made, and in words how far it is to that. */
export type Declaring = { possible: boolean; text: string };

/** What Rust has found out (`SettlingView`), as a sentence. The rule itself is not made here. */
export function declaring(
  intl: IntlShape,
  { settling }: OrderDetailView,
  cannotAsk: CannotAsk | null,
  now: number,
): Declaring {
  if (cannotAsk !== null) {
    return { possible: false, text: intl.formatMessage({ id: `outcome.declare.cannot_ask.${cannotAsk}` }) };
  }
  if (settling === null) return { possible: false, text: intl.formatMessage({ id: 'outcome.declare.wait' }) };
  const { asked, notFound, notFoundNeeded, canAbandon, spanSoFarMinutes, spanNeededMinutes } = settling;
  const facts = {
    have: notFound,
    needed: notFoundNeeded,
    span: span(intl, spanSoFarMinutes),
    spanNeeded: span(intl, spanNeededMinutes),
  };
  if (canAbandon) {
    return { possible: true, text: intl.formatMessage({ id: 'outcome.declare.ready' }, facts) };
  }
  if (asked.some(({ finding }) => finding === 'found' || finding === 'several')) {
    return { possible: false, text: intl.formatMessage({ id: 'outcome.declare.contradicted' }) };
  }
  if (settling.notFoundStale) {
    return { possible: false, text: intl.formatMessage({ id: 'outcome.declare.stale' }, facts) };
  }
  const needs = intl.formatMessage({ id: 'outcome.declare.needs' }, facts);
  const soonest =
    settling.abandonWaitsUntil === null
      ? null
      : intl.formatMessage(
          { id: 'outcome.declare.soonest' },
          { when: dayAndTime(intl, settling.abandonWaitsUntil, now) },
        );
  return { possible: false, text: [needs, soonest].filter((text) => text !== null).join(' ') };
}

/**
 * Minutes in words, in hours up to two days: "24 hours" is what the rule says. Less than one counts as one, as practice
 * is asked about in seconds.
 */
function span(intl: IntlShape, minutes: number): string {
  const whole = Math.max(1, minutes);
  if (whole < 24 * 60 || whole >= 48 * 60) return durationText(intl, whole * 60);
  return intl.formatMessage({ id: 'forms.duration.hours' }, { count: Math.floor(whole / 60) });
}

/** `tomorrow 10:03`, `today 10:03`, else the date. */
export function dayAndTime(intl: IntlShape, at: string, now: number): string {
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(Date.parse(at)) - midnight(now)) / 86_400_000);
  const day =
    Math.abs(days) <= 1
      ? intl.formatRelativeTime(days, 'day', { numeric: 'auto' })
      : intl.formatDate(at, { day: 'numeric', month: 'short' });
  return `${day} ${intl.formatTime(at, { hour: '2-digit', minute: '2-digit' })}`;
}
