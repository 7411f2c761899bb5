import { createContext, useContext } from 'react';
import type { AccountView } from '../ipc';

export type VaultDialog = {
  /** Asks for the passphrase (a new one the first time), then goes on with what was interrupted. */
  ask: (then?: () => void) => void;
  /**
   * Before the secrets of these accounts are used: goes on at once when they can be, else asks first. The keys of
   * the built-in practice gateways protect nothing and need no vault.
   */
  need: (accountIds: readonly string[], then: () => void) => void;
  /** Before a new secret is kept: the same, whatever account it is for. */
  needToKeep: (then: () => void) => void;
};

/** Filled by the frame, which owns the dialog. */
export const VaultDialogContext = createContext<VaultDialog>({
  ask: () => undefined,
  need: () => undefined,
  needToKeep: () => undefined,
});

export const useVaultDialog = (): VaultDialog => useContext(VaultDialogContext);

/** Whether none of these accounts has a secret in the vault. Retired ones are not listed: all others speak for them. */
export function builtInOnly(accounts: readonly AccountView[] | undefined, ids: readonly string[]): boolean {
  if (accounts === undefined) return false;
  return (
    accounts.every(({ builtIn }) => builtIn) ||
    ids.every((id) => accounts.find((account) => account.id === id)?.builtIn === true)
  );
}
