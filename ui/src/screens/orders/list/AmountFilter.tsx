import { Button, Group, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { FilterButton } from './FilterButton';
import { isAsked, type useHeldReading, valuesOf } from './reading';
import { amountTyped } from './search';
import { useSearchEdit } from './useSearchEdit';

/** From one amount to another, both included, whatever the currency. */
export function AmountFilter({ reading }: { reading: ReturnType<typeof useHeldReading>['reading'] }) {
  const intl = useIntl();
  const edit = useSearchEdit();
  const [asked = ''] = valuesOf(reading, 'amount');
  const [min = '', max = min] = asked.split('..').map((bound) => amountTyped(bound) ?? '');
  return (
    <FilterButton
      label={intl.formatMessage({ id: 'orders.filter.amount' })}
      set={isAsked(reading, ['amount'])}
    >
      {(close) => (
        <Amounts
          min={min}
          max={max}
          onChosen={(least, most) => {
            void edit([
              { filter: 'amount', values: rangeOf(amountTyped(least), amountTyped(most)), how: 'set' },
            ]);
            close();
          }}
        />
      )}
    </FilterButton>
  );
}

/** The range as the grammar has it; none when neither end is given. */
const rangeOf = (min = '', max = ''): string[] =>
  min === '' && max === '' ? [] : [min === max ? min : `${min}..${max}`];

type AmountsProps = { min: string; max: string; onChosen: (min: string, max: string) => void };

function Amounts({ min, max, onChosen }: AmountsProps) {
  const intl = useIntl();
  const [least, setLeast] = useState(min);
  const [most, setMost] = useState(max);
  const [tried, attempt] = useState(false);
  const bad = (text: string) => text.trim() !== '' && amountTyped(text) === undefined;
  const notAnAmount = intl.formatMessage({ id: 'drafts.problem.not_a_number' });
  const apply = (event: FormEvent) => {
    event.preventDefault();
    attempt(true);
    if (!bad(least) && !bad(most)) onChosen(least, most);
  };
  return (
    <form noValidate onSubmit={apply}>
      <Group gap="sm" align="flex-start">
        <TextInput
          w="9rem"
          inputMode="decimal"
          label={intl.formatMessage({ id: 'orders.filter.min' })}
          value={least}
          onChange={(event) => setLeast(event.currentTarget.value)}
          error={tried && bad(least) ? notAnAmount : null}
        />
        <TextInput
          w="9rem"
          inputMode="decimal"
          label={intl.formatMessage({ id: 'orders.filter.max' })}
          value={most}
          onChange={(event) => setMost(event.currentTarget.value)}
          error={tried && bad(most) ? notAnAmount : null}
        />
      </Group>
      <Text size="xs" c="dimmed" pt="xs">
        {intl.formatMessage({ id: 'orders.filter.any_currency' })}
      </Text>
      <Group justify="flex-end" pt="sm">
        <Button type="submit" size="xs">
          {intl.formatMessage({ id: 'orders.filter.apply' })}
        </Button>
      </Group>
    </form>
  );
}
