import { ActionIcon, Group, Indicator, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { type Mode, useAppState, useMarkets, useOverview } from '../ipc';
import { useScope } from '../session/scope';
import { countryFlag, useMarketName } from '../words';
import classes from './Frame.module.css';
import { NEEDS_PERSON } from './orderSearch';
import { SearchField } from './SearchField';
import { useSwitchMode } from './useSwitchMode';

const ALL = '*';

/** What the screens look at, the search, and what needs a person. */
export function TopBar() {
  return (
    <header className={classes['top']}>
      <ScopeSelect />
      <SearchField />
      <Group gap="sm" ml="auto" wrap="nowrap">
        <ModeSwitch />
        <Bell />
      </Group>
    </header>
  );
}

function ScopeSelect() {
  const intl = useIntl();
  const { accountId, setAccountId } = useScope();
  const accounts = useAppState().data?.accounts ?? [];
  const markets = useMarkets().data;
  const marketName = useMarketName();
  const named = accounts.map(({ id, name, country, currency, marketId }) => ({
    value: id,
    label: `${countryFlag(country)} ${name} · ${currency}`,
    title: marketName(markets?.find((market) => market.id === marketId)),
  }));
  return (
    <Select
      aria-label={intl.formatMessage({ id: 'frame.scope' })}
      data={[{ value: ALL, label: intl.formatMessage({ id: 'frame.scope.all' }) }, ...named]}
      value={accountId ?? ALL}
      onChange={(value) => setAccountId(value === ALL ? null : value)}
      w="15rem"
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
    />
  );
}

function ModeSwitch() {
  const intl = useIntl();
  const mode = useAppState().data?.mode ?? 'live';
  const { switchTo, busy } = useSwitchMode();
  return (
    <SegmentedControl
      aria-label={intl.formatMessage({ id: 'frame.mode' })}
      disabled={busy}
      value={mode}
      onChange={(value) => switchTo(value as Mode)}
      data={[
        { value: 'live', label: intl.formatMessage({ id: 'frame.mode.live' }) },
        { value: 'practice', label: intl.formatMessage({ id: 'frame.mode.practice' }) },
      ]}
    />
  );
}

function Bell() {
  const intl = useIntl();
  const navigate = useNavigate();
  const count = useOverview().data?.needsPersonCount ?? 0;
  const name = intl.formatMessage({ id: 'frame.bell' }, { count });
  return (
    <Tooltip label={name}>
      <Indicator offset={5} label={count > 99 ? '99+' : count} size={18} color="red.9" disabled={count === 0}>
        <ActionIcon
          size="lg"
          variant="default"
          aria-label={name}
          onClick={() => void navigate({ to: '/orders', search: { text: NEEDS_PERSON } })}
        >
          <IconBell size="1.25em" aria-hidden />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
