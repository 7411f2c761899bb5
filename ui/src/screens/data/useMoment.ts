import { useIntl } from 'react-intl';
import { dateFormat } from '../../parts';

/** A moment as part of a sentence or a button's name: date and time, the seconds left out. */
export function useMoment(): (at: string) => string {
  const { locale } = useIntl();
  return (at) => dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}
