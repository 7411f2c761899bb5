import { Checkbox, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import { type CountView, useFilterValues, useSearchCounts } from '../../../ipc';
import { LoadingState } from '../../../parts';
import { useScope } from '../../../session/scope';
import classes from '../Orders.module.css';
import { useOrderPlace } from '../useOrderPlace';
import { FilterButton } from './FilterButton';
import { isAsked, type useHeldReading, valuesOf } from './reading';
import { useSearchEdit } from './useSearchEdit';
import { valueText } from './valueText';

type ChoiceFilterProps = {
  /** Its name in the grammar. */
  filter: 'status' | 'channel' | 'account' | 'label';
  label: string;
  reading: ReturnType<typeof useHeldReading>['reading'];
  /** What it can be given; without it what the ledger knows. */
  values?: readonly string[];
  /** How a value looks; without it as the chips say it. */
  face?: (value: string) => ReactNode;
};

/** A filter by values: boxes, each with how many orders the search would have with that value alone. */
export function ChoiceFilter({ filter, label, reading, values, face }: ChoiceFilterProps) {
  const asked = valuesOf(reading, filter);
  const choices = { filter, label, asked, ...(face === undefined ? {} : { face }) };
  return (
    <FilterButton label={label} set={isAsked(reading, [filter])}>
      {() => (values === undefined ? <Known {...choices} /> : <Choices {...choices} values={values} />)}
    </FilterButton>
  );
}

type ChoicesProps = Pick<ChoiceFilterProps, 'filter' | 'label' | 'face'> & { asked: readonly string[] };

/** The values that the ledger knows. */
function Known(props: ChoicesProps) {
  const intl = useIntl();
  const known = useFilterValues(props.filter);
  if (known.isPending) return <LoadingState lines={3} />;
  const values = [...new Set([...(known.data ?? []), ...props.asked])];
  return values.length === 0 ? (
    <Text size="sm">{intl.formatMessage({ id: `search.values.none.${props.filter}` })}</Text>
  ) : (
    <Choices {...props} values={values} />
  );
}

function Choices({ filter, label, asked, values, face }: ChoicesProps & { values: readonly string[] }) {
  const intl = useIntl();
  const { text = '' } = useOrderPlace().search;
  const { accountId } = useScope();
  const edit = useSearchEdit();
  // What was pressed counts at once, however long the list then takes.
  const [chosen, choose] = useState(asked);
  const [sought] = useState(text);
  const counts = useSearchCounts(
    values.map((value) => ({ text: sought, accountId, edits: [{ filter, values: [value], how: 'set' }] })),
  );
  return (
    <Checkbox.Group
      aria-label={label}
      value={[...chosen]}
      onChange={(pressed) => {
        const wanted = values.filter((value) => pressed.includes(value));
        choose(wanted);
        void edit([{ filter, values: wanted, how: 'set' }]);
      }}
    >
      <div className={classes['choices']}>
        {values.map((value, at) => (
          <div key={value} className={classes['choice']}>
            <Checkbox size="sm" value={value} label={face?.(value) ?? valueText(intl, filter, value)} />
            <Count of={counts[at]} />
          </div>
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** How many orders a search is about, as a small number; dots while nobody knows yet. */
export function Count({ of }: { of: CountView | undefined }) {
  const intl = useIntl();
  return (
    <Text span size="xs" c="dimmed" className={`num ${classes['count']}`}>
      {of === undefined
        ? intl.formatMessage({ id: 'search.count.unknown' })
        : intl.formatMessage({ id: of.exact ? 'search.count' : 'search.count.more' }, { count: of.n })}
    </Text>
  );
}
