import { Button, Group, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { amountText } from '../../../parts';
import { useOrderPlace } from '../useOrderPlace';
import { FilterButton } from './FilterButton';
import { amountTyped } from './search';

/** From one amount to another, both included, whatever the currency. */
export function AmountFilter() {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  const { min, max } = search;
  const said = (amount: string) => amountText(intl.locale, amount);
  const value =
    min !== undefined && max !== undefined
      ? intl.formatMessage({ id: 'orders.filter.between' }, { from: said(min), to: said(max) })
      : min !== undefined
        ? intl.formatMessage({ id: 'orders.filter.at_least' }, { min: said(min) })
        : max !== undefined
          ? intl.formatMessage({ id: 'orders.filter.at_most' }, { max: said(max) })
          : undefined;
  return (
    <FilterButton
      label={intl.formatMessage({ id: 'orders.filter.amount' })}
      value={value}
      onClear={() => filter({ min: undefined, max: undefined })}
    >
      {(close) => (
        <Amounts
          min={min ?? ''}
          max={max ?? ''}
          onChosen={(least, most) => {
            filter({ min: amountTyped(least), max: amountTyped(most) });
            close();
          }}
        />
      )}
    </FilterButton>
  );
}

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
