import { NativeSelect } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { OrderSort } from '../../../ipc';
import { useOrderPlace } from '../useOrderPlace';
import { isByTime } from './search';

const sorts: readonly OrderSort[] = ['newest', 'oldest', 'largest', 'smallest', 'status'];

/** What another order changes in the address: only a list by time can stand at a day. */
export const sortedBy = (sort: OrderSort | undefined) => ({
  sort: sort === 'newest' ? undefined : sort,
  ...(isByTime(sort) ? {} : { day: undefined }),
});

/** In which order the orders stand. */
export function SortSelect() {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  return (
    <NativeSelect
      size="xs"
      aria-label={intl.formatMessage({ id: 'orders.sort' })}
      value={search.sort ?? 'newest'}
      data={sorts.map((sort) => ({ value: sort, label: intl.formatMessage({ id: `orders.sort.${sort}` }) }))}
      onChange={(event) => {
        const sort = sorts.find((known) => known === event.currentTarget.value);
        void filter(sortedBy(sort));
      }}
    />
  );
}
