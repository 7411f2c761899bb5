import { Alert, List, NumberInput, Stack, Switch, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { keys, type ListenerView, shell, useCommand, useListener } from '../../ipc';
import { Code, DetailList, FieldRow, LoadingState, Time } from '../../parts';
import { FailedToLoad, Failure } from '../../words';

/** Receiving callbacks on this computer. */
export function ListenerTab() {
  const listener = useListener();
  if (listener.isPending) return <LoadingState />;
  if (listener.data === undefined)
    return <FailedToLoad error={listener.error} onAgain={() => void listener.refetch()} />;
  return <Listener state={listener.data} />;
}

function Listener({ state }: { state: ListenerView }) {
  const intl = useIntl();
  const [port, setPort] = useState<number | null>(state.port);
  const set = useCommand(
    (wanted: { on: boolean }) => shell.setListener(wanted.on, port),
    [keys.listener, keys.statusLine],
  );
  const name = intl.formatMessage({ id: 'settings.listener.switch' });
  const portName = intl.formatMessage({ id: 'settings.listener.port' });
  return (
    <Stack gap="md" maw="56rem">
      <Text size="sm">{intl.formatMessage({ id: 'settings.listener.lead' })}</Text>
      <FieldRow title={portName} help={intl.formatMessage({ id: 'settings.listener.port.help' })}>
        <NumberInput
          aria-label={portName}
          maw="10rem"
          min={1024}
          max={65535}
          allowDecimal={false}
          allowNegative={false}
          disabled={state.on}
          placeholder={intl.formatMessage({ id: 'settings.listener.port.any' })}
          value={port ?? ''}
          onChange={(value) => setPort(typeof value === 'number' ? value : null)}
        />
      </FieldRow>
      <FieldRow title={name} help={intl.formatMessage({ id: 'settings.listener.switch.help' })}>
        <Switch
          aria-label={name}
          checked={state.on}
          disabled={set.isPending}
          onChange={(event) => set.mutate({ on: event.currentTarget.checked })}
          label={intl.formatMessage({ id: state.on ? 'settings.listener.on' : 'settings.listener.off' })}
        />
      </FieldRow>
      {set.isError ? <Failure error={set.error} /> : null}
      {state.error === null ? null : (
        <Alert role="alert" variant="outline" color="red.8" icon={<IconAlertTriangle aria-hidden />}>
          {intl.formatMessage({ id: 'settings.listener.error' }, { error: state.error })}
        </Alert>
      )}
      {state.on ? <Addresses state={state} /> : null}
    </Stack>
  );
}

function Addresses({ state }: { state: ListenerView }) {
  const intl = useIntl();
  const what = intl.formatMessage({ id: 'settings.listener.address' });
  return (
    <>
      <div>
        <Title order={2}>{intl.formatMessage({ id: 'settings.listener.addresses' })}</Title>
        <DetailList
          details={[
            ...state.addresses.map(({ accountName, url }) => ({
              term: accountName,
              value: <Code value={url} what={what} />,
            })),
            {
              term: intl.formatMessage({ id: 'settings.listener.last_hit' }),
              value: <Time at={state.lastHitAt} as="relative" />,
            },
          ]}
        />
      </div>
      <div>
        <Title order={2}>{intl.formatMessage({ id: 'settings.listener.reach' })}</Title>
        <List size="sm" spacing="xs" pt="xs">
          <List.Item>{intl.formatMessage({ id: 'settings.listener.reach.local' })}</List.Item>
          <List.Item>{intl.formatMessage({ id: 'settings.listener.reach.tunnel' })}</List.Item>
          <List.Item>{intl.formatMessage({ id: 'settings.listener.reach.underscore' })}</List.Item>
        </List>
      </div>
    </>
  );
}
