import type { IntlShape } from 'react-intl';
import { NEEDS_PERSON } from '../../../frame/orderSearch';
import type { SavedViewView } from '../../../ipc';

const queries = {
  needs_person: NEEDS_PERSON,
  open: 'status:open',
  paid_out_today: 'direction:payout on:today',
  collected_week: 'direction:collect status:succeeded from:-6d',
  came_back: 'status:returned,failed from:-29d',
} as const;

/** Views to begin with, for those who have none yet and want some. */
export const starters = (intl: IntlShape): SavedViewView[] =>
  (Object.keys(queries) as (keyof typeof queries)[]).map((id) => ({
    name: intl.formatMessage({ id: `views.starter.${id}` }),
    query: queries[id],
    look: '{}',
  }));
