import { Button, Checkbox, SegmentedControl, Switch } from '@mantine/core';
import { useIntl } from 'react-intl';
import { type DirectionKind, useAppState } from '../../../ipc';
import { Toolbar } from '../../../parts';
import { useScope } from '../../../session/scope';
import { StatusPill, statuses } from '../../../words';
import classes from '../Orders.module.css';
import { useOrderPlace } from '../useOrderPlace';
import { AmountFilter } from './AmountFilter';
import { DateFilter } from './DateFilter';
import { FilterButton, SetChip } from './FilterButton';
import { SearchReading } from './SearchReading';
import { isNarrowed } from './search';

/** Everything that narrows the list, in sight; what is set can be taken off one by one or all at once. */
export function Filters() {
  const intl = useIntl();
  const { search, filter, clear } = useOrderPlace();
  const { accountId } = useScope();
  return (
    <>
      <Toolbar name={intl.formatMessage({ id: 'orders.filters' })}>
        <Direction />
        <Statuses />
        <DateFilter />
        <AmountFilter />
        <Switch
          size="sm"
          label={intl.formatMessage({ id: 'orders.needs_person' })}
          checked={search.needsPerson === true}
          onChange={(event) => filter({ needsPerson: event.currentTarget.checked || undefined })}
        />
        <ScopeChip />
        {isNarrowed(search, accountId) ? (
          <Button variant="subtle" size="compact-sm" onClick={clear}>
            {intl.formatMessage({ id: 'orders.filter.clear_all' })}
          </Button>
        ) : null}
      </Toolbar>
      <SearchReading />
    </>
  );
}

function Direction() {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  return (
    <SegmentedControl
      size="xs"
      aria-label={intl.formatMessage({ id: 'orders.filter.direction' })}
      value={search.direction ?? 'both'}
      data={[
        { value: 'both', label: intl.formatMessage({ id: 'orders.filter.direction.both' }) },
        { value: 'collect', label: intl.formatMessage({ id: 'words.direction.collect' }) },
        { value: 'payout', label: intl.formatMessage({ id: 'words.direction.payout' }) },
      ]}
      onChange={(value) => filter({ direction: value === 'both' ? undefined : (value as DirectionKind) })}
    />
  );
}

function Statuses() {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  const chosen = search.statuses ?? [];
  const words = chosen.map((status) => intl.formatMessage({ id: `words.status.${status}` }));
  const label = intl.formatMessage({ id: 'orders.filter.status' });
  return (
    <FilterButton
      label={label}
      value={words.length === 0 ? undefined : shortened(words)}
      onClear={() => filter({ statuses: undefined })}
    >
      {() => (
        <Checkbox.Group
          aria-label={label}
          value={chosen}
          onChange={(values) => {
            const wanted = statuses.filter((status) => values.includes(status));
            filter({ statuses: wanted.length === 0 ? undefined : wanted });
          }}
        >
          <div className={classes['choices']}>
            {statuses.map((status) => (
              <Checkbox key={status} size="sm" value={status} label={<StatusPill status={status} />} />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </FilterButton>
  );
}

/** At most two words; how many more there are stands behind them. */
const shortened = (words: readonly string[]): string =>
  words.length <= 2 ? words.join(', ') : `${words.slice(0, 2).join(', ')} +${words.length - 2}`;

/** What is set in the top bar narrows this list too: that is said here, where the rows are missing. */
function ScopeChip() {
  const intl = useIntl();
  const { accountId, setAccountId } = useScope();
  const account = useAppState().data?.accounts.find(({ id }) => id === accountId);
  if (accountId === null) return null;
  return (
    <SetChip
      label={intl.formatMessage({ id: 'words.account' })}
      value={account?.name ?? accountId}
      onClear={() => setAccountId(null)}
    />
  );
}
