import { PasswordInput, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { PASSPHRASE_MIN } from '../../frame/VaultDialogs';
import type { IpcError } from '../../ipc';
import { type Guard, isGuardError } from './useGuard';

type GuardFieldsProps = {
  guard: Guard;
  /** Why it is asked for. */
  why: string;
  /** The command's last refusal: the keyboard goes back to the field then. */
  error: IpcError | null;
  /** The keyboard goes to the field as soon as it appears, also when a dialog opens with it. */
  focus?: boolean;
};

/** The passphrase, once where it is known, twice where it is chosen now. */
export function GuardFields({ guard, why, error, focus = false }: GuardFieldsProps) {
  const intl = useIntl();
  const first = useRef<HTMLInputElement>(null);
  const refused = error !== null && isGuardError(error) ? error : null;
  const toFocus = focus || refused !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal brings the keyboard back, also the same one again
  useEffect(() => {
    if (toFocus) first.current?.focus();
  }, [toFocus, refused]);
  const short = !guard.isSet && guard.given !== '' && guard.given.length < PASSPHRASE_MIN;
  const differs = guard.again !== '' && guard.again !== guard.given;
  const show = { 'aria-label': intl.formatMessage({ id: 'frame.vault.show' }) };
  return (
    <Stack gap="xs">
      <PasswordInput
        ref={first}
        label={intl.formatMessage({ id: guard.isSet ? 'guard.passphrase' : 'guard.choose' })}
        description={why}
        required
        error={
          short ? intl.formatMessage({ id: 'frame.vault.choose.hint' }, { count: PASSPHRASE_MIN }) : null
        }
        visibilityToggleButtonProps={show}
        value={guard.given}
        onChange={(event) => guard.give(event.currentTarget.value)}
        autoComplete={guard.isSet ? 'current-password' : 'new-password'}
        {...(focus ? { 'data-autofocus': true } : {})}
      />
      {guard.isSet ? null : (
        <>
          <PasswordInput
            label={intl.formatMessage({ id: 'frame.vault.again' })}
            required
            error={differs ? intl.formatMessage({ id: 'frame.vault.differs' }) : null}
            visibilityToggleButtonProps={show}
            value={guard.again}
            onChange={(event) => guard.repeat(event.currentTarget.value)}
            autoComplete="new-password"
          />
          <Text size="sm">{intl.formatMessage({ id: 'guard.first' }, { count: PASSPHRASE_MIN })}</Text>
        </>
      )}
    </Stack>
  );
}
