import { useIntl } from 'react-intl';
import { dateFormat } from '../../parts';

/** A moment as part of a sentence or a button's name: date and time, the seconds left out. */
export function useMoment(): (at: string) => string {
  const { locale } = useIntl();
  const format = dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (at) => format.format(new Date(at));
}
