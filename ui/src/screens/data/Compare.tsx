import { Alert, Button, type ButtonProps, Checkbox, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { keys, type RestoredView, shell, useAppState, useCommand } from '../../ipc';
import { Dialog } from '../../parts';
import { Failure } from '../../words';
import { GuardFields, isGuardError, useGuard } from '../guard';
import { useMoment } from './useMoment';

/** Why no payout can be sent after a restoration, where somebody is about to send one; nothing without one. */
export function PayoutsHalted() {
  const intl = useIntl();
  const moment = useMoment();
  const restored = useAppState().data?.health.restored ?? null;
  if (restored === null) return null;
  return (
    <Alert
      role="group"
      variant="outline"
      color="yellow.8"
      icon={<IconHistory aria-hidden />}
      title={intl.formatMessage({ id: 'data.restored.alert' })}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {intl.formatMessage({ id: 'data.restored.alert.why' }, { from: moment(restored.from) })}
        </Text>
        <CompareButton restored={restored} size="xs" />
      </Stack>
    </Alert>
  );
}

type CompareButtonProps = { restored: RestoredView; size: NonNullable<ButtonProps['size']> };

/** Leads to what has to be compared before payouts go on. */
export function CompareButton({ restored, size }: CompareButtonProps) {
  const intl = useIntl();
  const [opened, open] = useState(false);
  return (
    <>
      <Button size={size} variant="default" onClick={() => open(true)}>
        {intl.formatMessage({ id: 'data.restored.compare' })}
      </Button>
      {opened ? <CompareDialog restored={restored} onClose={() => open(false)} /> : null}
    </>
  );
}

/** What to look at in the gateway's console, and the word of a person that it was done. */
function CompareDialog({
  restored: { from, keptIn },
  onClose,
}: {
  restored: RestoredView;
  onClose: () => void;
}) {
  const intl = useIntl();
  const moment = useMoment();
  const accounts = useAppState().data?.accounts ?? [];
  const [checked, check] = useState(false);
  const guard = useGuard();
  // A retired account may have a ceiling too: then Rust says that the passphrase is needed.
  const [refused, refuse] = useState(false);
  const guarded =
    refused ||
    accounts.some(({ payoutCeiling, dayCeiling }) => payoutCeiling !== null || dayCeiling !== null);
  const goOn = useCommand(async () => {
    await shell.restoreDealtWith(guarded ? await guard.take() : null);
    // Said here: the band goes with the restoration, and this dialog with the band.
    notifications.show({ message: intl.formatMessage({ id: 'data.restored.done' }) });
  }, [keys.data, keys.appState]);
  return (
    <Dialog
      opened
      size="lg"
      onClose={onClose}
      title={intl.formatMessage({ id: 'data.restored.title' })}
      confirm={intl.formatMessage({ id: 'data.restored.confirm' })}
      busy={goOn.isPending}
      disabled={!checked || (guarded && !guard.ready)}
      onConfirm={() =>
        goOn.mutate(undefined, {
          onError: (error) => {
            if (isGuardError(error)) refuse(true);
          },
        })
      }
    >
      <Text size="sm">{intl.formatMessage({ id: 'data.restored.what' }, { from: moment(from) })}</Text>
      <List size="sm" aria-label={intl.formatMessage({ id: 'data.restored.accounts' })}>
        {accounts.map(({ id, name }) => (
          <List.Item key={id} fw={600}>
            <bdi>{name}</bdi>
          </List.Item>
        ))}
      </List>
      <Text size="sm">{intl.formatMessage({ id: 'data.restored.missing' })}</Text>
      <Text size="sm">{intl.formatMessage({ id: 'data.restored.open' })}</Text>
      {keptIn === null ? null : (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {intl.formatMessage({ id: 'data.restored.kept' }, { folder: keptIn })}
        </Text>
      )}
      <Checkbox
        label={intl.formatMessage({ id: 'data.restored.checked' })}
        checked={checked}
        onChange={(event) => check(event.currentTarget.checked)}
        data-autofocus
      />
      {goOn.isError ? <Failure error={goOn.error} /> : null}
      {guarded ? (
        <GuardFields
          guard={guard}
          why={intl.formatMessage({ id: 'data.restored.guard' })}
          error={goOn.error}
        />
      ) : null}
    </Dialog>
  );
}
