import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PASSPHRASE_MIN } from '../../frame/VaultDialogs';
import { type IpcError, keys, shell, useAppState } from '../../ipc';

export type Guard = {
  /** One was chosen on this computer; else it is chosen now, at the first need. */
  isSet: boolean;
  given: string;
  again: string;
  give: (text: string) => void;
  repeat: (text: string) => void;
  /** What was typed can be handed over. */
  ready: boolean;
  /**
   * Hands the passphrase over to be sent once, and takes it out of the page. The first time it is chosen by this. To be
   * called inside a command, so that no cache ever holds it.
   */
  take: () => Promise<string>;
};

/** What a person types into `GuardFields`. */
export function useGuard(): Guard {
  const client = useQueryClient();
  const isSet = useAppState().data?.vault.guardSet ?? true;
  const [given, give] = useState('');
  const [again, repeat] = useState('');
  const take = async (): Promise<string> => {
    const passphrase = given;
    give('');
    repeat('');
    if (!isSet) client.setQueryData(keys.appState, await shell.setGuard(passphrase));
    return passphrase;
  };
  const ready = isSet ? given !== '' : given.length >= PASSPHRASE_MIN && again === given;
  return { isSet, given, again, give, repeat, ready, take };
}

const codes: readonly string[] = [
  'guard_needed',
  'guard_not_set',
  'above_ceiling',
  'above_day_ceiling',
  'vault_wrong_passphrase',
  'vault_back_off',
  'vault_too_short',
];

/** Whether the way on is the passphrase. */
export const isGuardError = (error: IpcError): boolean => codes.includes(error.code);
