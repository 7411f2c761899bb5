import { useIntl } from 'react-intl';

/** A moment as part of a sentence or a button's name: date and time, the seconds left out. */
export function useMoment(): (at: string) => string {
  const { locale } = useIntl();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (at) => format.format(new Date(at));
}
