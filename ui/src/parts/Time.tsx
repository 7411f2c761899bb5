import { useIntl } from 'react-intl';
import { dateFormat, relativeTimeFormat } from './formats';
import { minute, momentOf, useNow } from './now';

type TimeProps = {
  /** An RFC 3339 text, or Unix milliseconds. */
  at: number | string | null | undefined;
  /** `relative` for lists ("3 min ago" within a day), `short` for date and time, `brief` without today's date. */
  as?: 'relative' | 'short' | 'clock' | 'brief';
  /** Another zone to tell beside UTC: the market's, as `-06:00`, with its name. */
  zone?: { offset: string; name: string };
};

const DAY = 24 * 60 * minute;

/** A moment in the person's zone; UTC and the market's zone stand in the tooltip. */
export function Time({ at, as = 'short', zone }: TimeProps) {
  const intl = useIntl();
  const now = useNow(minute);
  const moment = momentOf(at);
  if (!Number.isFinite(moment)) return <span>{intl.formatMessage({ id: 'parts.none' })}</span>;
  const lines = [
    intl.formatMessage({ id: 'parts.utc' }, { time: full(intl.locale, moment, 'UTC') }),
    ...(zone === undefined ? [] : [`${full(intl.locale, moment, zone.offset)} ${zone.name}`]),
  ];
  return (
    // The plain tooltip: lists show dozens of these, and Mantine's costs as much as the rest of a row.
    <time dateTime={new Date(moment).toISOString()} className="num" title={lines.join(' · ')}>
      {as === 'relative' && Math.abs(now - moment) < DAY
        ? ago(intl.locale, moment - now)
        : shown(intl.locale, moment, as, now)}
    </time>
  );
}

function shown(locale: string, moment: number, as: TimeProps['as'], now: number): string {
  const options: Intl.DateTimeFormatOptions =
    as === 'clock'
      ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
      : as === 'brief' && sameDay(moment, now)
        ? { hour: '2-digit', minute: '2-digit' }
        : {
            day: 'numeric',
            month: 'short',
            year: sameYear(moment, now) ? undefined : 'numeric',
            hour: '2-digit',
            minute: '2-digit',
          };
  return dateFormat(locale, options).format(moment);
}

const sameDay = (moment: number, now: number): boolean =>
  new Date(moment).toDateString() === new Date(now).toDateString();

const sameYear = (moment: number, now: number): boolean =>
  new Date(moment).getFullYear() === new Date(now).getFullYear();

const full = (locale: string, moment: number, timeZone: string): string =>
  zonedText(locale, moment, timeZone, { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment in a zone, given by name or as `-06:00`. */
export function zonedText(
  locale: string,
  moment: number,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): string {
  try {
    return dateFormat(locale, { ...options, timeZone }).format(moment);
  } catch {
    // Older WebKits know no zones written as offsets: shift the clock instead.
    const match = /^([+-])(\d{2}):(\d{2})$/.exec(timeZone);
    const sign = match?.[1] === '-' ? -1 : 1;
    const shift = sign * (Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0)) * minute;
    return dateFormat(locale, { ...options, timeZone: 'UTC' }).format(moment + shift);
  }
}

/** `now` is read once a minute: what is a little ahead of it has just happened. */
const AHEAD_MAX = 2 * minute;

function ago(locale: string, ahead: number): string {
  const difference = ahead > 0 && ahead < AHEAD_MAX ? 0 : ahead;
  const format = relativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const minutes = Math.round(difference / minute);
  if (Math.abs(minutes) < 1) return format.format(0, 'second');
  return Math.abs(minutes) < 60
    ? format.format(minutes, 'minute')
    : format.format(Math.round(minutes / 60), 'hour');
}
