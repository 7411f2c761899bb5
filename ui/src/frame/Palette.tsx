import { Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconBookmark, IconFileImport, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useAppState, useFindOrders, useSavedViews } from '../ipc';
import { Amount, KeyHint } from '../parts';
import { placeOf } from '../screens/orders/views/look';
import { StatusPill } from '../words';
import { places } from './places';
import { useSwitchMode } from './useSwitchMode';

const TYPING_MS = 120;

/** Ctrl K: go anywhere, do anything, find any order. */
export function Palette() {
  const intl = useIntl();
  const [typed, type] = useState('');
  return (
    <Spotlight.Root query={typed} onQueryChange={type} shortcut={null} scrollable maxHeight="60vh">
      <Spotlight.Search
        aria-label={intl.formatMessage({ id: 'frame.palette' })}
        placeholder={intl.formatMessage({ id: 'frame.palette.placeholder' })}
        leftSection={<IconSearch size="1.1em" aria-hidden />}
      />
      <Spotlight.ActionsList>
        <Actions typed={typed} />
        <Orders typed={typed} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Actions({ typed }: { typed: string }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { switchTo } = useSwitchMode();
  const mode = useAppState().data?.mode;
  const wanted = typed.trim().toLocaleLowerCase(intl.locale);
  const views = useSavedViews().data ?? [];
  const other = mode === 'practice' ? 'live' : 'practice';
  const actions = [
    ...places.map(({ to, text, icon, keys }) => ({
      name: intl.formatMessage({ id: text }),
      Sign: icon,
      keys,
      run: () => void navigate({ to }),
    })),
    {
      name: intl.formatMessage({ id: 'import.title' }),
      Sign: IconFileImport,
      keys: undefined,
      run: () => void navigate({ to: '/import' }),
    },
    {
      name: intl.formatMessage(
        { id: 'frame.mode.switch' },
        { mode: intl.formatMessage({ id: `frame.mode.${other}` }) },
      ),
      Sign: undefined,
      keys: undefined,
      run: () => switchTo(other),
    },
    ...views.map((view) => ({
      name: intl.formatMessage({ id: 'views.open' }, { name: view.name }),
      Sign: IconBookmark,
      keys: undefined,
      run: () => void navigate({ to: '/orders', search: placeOf(view) }),
    })),
  ].filter(({ name }) => name.toLocaleLowerCase(intl.locale).includes(wanted));
  if (actions.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={intl.formatMessage({ id: 'frame.palette.actions' })}>
      {actions.map(({ name, Sign, keys, run }) => (
        <Spotlight.Action
          key={name}
          label={name}
          leftSection={Sign === undefined ? undefined : <Sign size="1.25em" aria-hidden />}
          rightSection={keys === undefined ? undefined : <KeyHint keys={keys} />}
          onClick={run}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

function Orders({ typed }: { typed: string }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const [text] = useDebouncedValue(typed.trim(), TYPING_MS);
  const found = useFindOrders(text).data?.orders ?? [];
  if (typed.trim() === '') return null;
  if (found.length === 0)
    return <Spotlight.Empty>{intl.formatMessage({ id: 'frame.palette.nothing' })}</Spotlight.Empty>;
  return (
    <Spotlight.ActionsGroup label={intl.formatMessage({ id: 'frame.nav.orders' })}>
      {found.map(({ id, number, name, amount, currency, status }) => (
        <Spotlight.Action key={id} onClick={() => void navigate({ to: '/orders/$id', params: { id } })}>
          <Group justify="space-between" w="100%" wrap="nowrap">
            <Text size="sm" truncate>
              <span className="mono">{number}</span> {name}
            </Text>
            <Group gap="sm" wrap="nowrap">
              <Amount value={amount} currency={currency} size="sm" />
              <StatusPill status={status} />
            </Group>
          </Group>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  );
}
