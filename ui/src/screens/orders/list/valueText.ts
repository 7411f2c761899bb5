import type { IntlShape } from 'react-intl';
import type { StatusKind } from '../../../ipc';
import { statuses } from '../../../words';

/** How the grammar spells a status: with the words that the window shows, which for two are not the stored ones. */
export const statusWord = (status: StatusKind): string =>
  status === 'pending' ? 'waiting' : status === 'abandoned' ? 'given_up' : status;

/** Statuses that the grammar has one word for. */
export const statusGroups = ['open', 'final'] as const;

const marks = ['needs_person', 'starred', 'flagged', 'provisional'] as const;
const days = ['today', 'yesterday', 'this-month', 'last-month'] as const;

/** A filter's value in the window's words, where it has any; else as the grammar spells it. */
export function valueText(intl: IntlShape, filter: string | null, value: string): string {
  const found = <T extends string>(known: readonly T[]) => known.find((one) => one === value);
  switch (filter) {
    case 'status': {
      const group = found(statusGroups);
      if (group !== undefined) return intl.formatMessage({ id: `search.value.status.${group}` });
      const status = statuses.find((one) => statusWord(one) === value);
      return status === undefined ? value : intl.formatMessage({ id: `words.status.${status}` });
    }
    case 'direction':
      return value === 'collect' || value === 'payout'
        ? intl.formatMessage({ id: `words.direction.${value}` })
        : value;
    case 'is': {
      const mark = found(marks);
      return mark === undefined ? value : intl.formatMessage({ id: `search.value.is.${mark}` });
    }
    case 'from':
    case 'to':
    case 'on': {
      const day = found(days);
      if (day !== undefined) return intl.formatMessage({ id: `search.value.day.${day}` });
      const [, n = '', unit = ''] = /^-(\d+)([dwmy])$/.exec(value) ?? [];
      return unit === ''
        ? value
        : intl.formatMessage({ id: `search.value.ago.${unit as 'd' | 'w' | 'm' | 'y'}` }, { n: Number(n) });
    }
    default:
      return value;
  }
}
