import { createContext, useContext } from 'react';

export type VaultDialog = {
  /** Asks for the passphrase (a new one the first time), then goes on with what was interrupted. */
  ask: (then?: () => void) => void;
  /** Before secrets are used: goes on at once when they can be, else asks first. Built-in gateways have none. */
  need: (then: () => void) => void;
  /** Before a new secret is kept: the same, whatever accounts there are. */
  needToKeep: (then: () => void) => void;
};

/** Filled by the frame, which owns the dialog. */
export const VaultDialogContext = createContext<VaultDialog>({
  ask: () => undefined,
  need: () => undefined,
  needToKeep: () => undefined,
});

export const useVaultDialog = (): VaultDialog => useContext(VaultDialogContext);
