import { Button, SegmentedControl, Switch } from '@mantine/core';
import { useIntl } from 'react-intl';
import { useAppState, useFilterValues } from '../../../ipc';
import { Toolbar } from '../../../parts';
import { useScope } from '../../../session/scope';
import { StatusPill, statuses, useChannelText } from '../../../words';
import { useOrderPlace } from '../useOrderPlace';
import { AmountFilter } from './AmountFilter';
import { ChoiceFilter } from './ChoiceFilter';
import { DateFilter } from './DateFilter';
import { SetChip } from './FilterButton';
import { asksFor, useHeldReading, valuesOf } from './reading';
import { SearchReading } from './SearchReading';
import { isNarrowed } from './search';
import { useListedOrders } from './useListedOrders';
import { useSearchEdit } from './useSearchEdit';
import { statusGroups, statusWord, valueText } from './valueText';

type Reading = ReturnType<typeof useHeldReading>['reading'];

/**
 * Everything that narrows the list, in sight. What is clicked here is written into the search text, as if it had been
 * typed; the chips below tell how all of it was read, and each of them can be taken off.
 */
export function Filters() {
  const intl = useIntl();
  const { search, clear } = useOrderPlace();
  const { accountId } = useScope();
  const { reading } = useHeldReading(useListedOrders());
  const channelText = useChannelText();
  const labelled = (useFilterValues('label').data ?? []).length > 0;
  const name = (filter: 'channel' | 'account' | 'label') =>
    intl.formatMessage({ id: `search.filter.${filter}` });
  return (
    <>
      <Toolbar name={intl.formatMessage({ id: 'orders.filters' })}>
        <Direction reading={reading} />
        <Statuses reading={reading} />
        <DateFilter reading={reading} />
        <AmountFilter reading={reading} />
        {accountId === null ? (
          <ChoiceFilter filter="account" label={name('account')} reading={reading} />
        ) : null}
        <ChoiceFilter filter="channel" label={name('channel')} reading={reading} face={channelText} />
        {labelled ? <ChoiceFilter filter="label" label={name('label')} reading={reading} /> : null}
        <NeedsPerson reading={reading} />
      </Toolbar>
      <SearchReading>
        {isNarrowed(search, accountId) ? (
          <>
            <ScopeChip />
            <Button variant="subtle" size="compact-sm" onClick={clear}>
              {intl.formatMessage({ id: 'orders.filter.clear_all' })}
            </Button>
          </>
        ) : null}
      </SearchReading>
    </>
  );
}

function Direction({ reading }: { reading: Reading }) {
  const intl = useIntl();
  const edit = useSearchEdit();
  const [only, other] = valuesOf(reading, 'direction');
  return (
    <SegmentedControl
      size="xs"
      aria-label={intl.formatMessage({ id: 'orders.filter.direction' })}
      value={only === undefined || other !== undefined ? 'both' : only}
      data={[
        { value: 'both', label: intl.formatMessage({ id: 'orders.filter.direction.both' }) },
        { value: 'collect', label: intl.formatMessage({ id: 'words.direction.collect' }) },
        { value: 'payout', label: intl.formatMessage({ id: 'words.direction.payout' }) },
      ]}
      onChange={(value) =>
        void edit([{ filter: 'direction', values: value === 'both' ? [] : [value], how: 'set' }])
      }
    />
  );
}

const statusValues = [...statusGroups, ...statuses.map(statusWord)];

function Statuses({ reading }: { reading: Reading }) {
  const intl = useIntl();
  return (
    <ChoiceFilter
      filter="status"
      label={intl.formatMessage({ id: 'orders.filter.status' })}
      reading={reading}
      values={statusValues}
      face={(value) => {
        const status = statuses.find((one) => statusWord(one) === value);
        return status === undefined ? valueText(intl, 'status', value) : <StatusPill status={status} />;
      }}
    />
  );
}

function NeedsPerson({ reading }: { reading: Reading }) {
  const intl = useIntl();
  const edit = useSearchEdit();
  return (
    <Switch
      size="sm"
      label={intl.formatMessage({ id: 'orders.needs_person' })}
      checked={asksFor(reading, 'is', 'needs_person')}
      onChange={(event) =>
        void edit([
          { filter: 'is', values: ['needs_person'], how: event.currentTarget.checked ? 'add' : 'remove' },
        ])
      }
    />
  );
}

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
