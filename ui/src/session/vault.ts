import { createContext, useContext } from 'react';

export type VaultDialog = {
  /** Asks for the passphrase (a new one the first time), then goes on with what was interrupted. */
  ask: (then?: () => void) => void;
  /** Goes on at once when secrets can be used, else asks first. */
  need: (then: () => void) => void;
};

/** Filled by the frame, which owns the dialog. */
export const VaultDialogContext = createContext<VaultDialog>({ ask: () => undefined, need: () => undefined });

export const useVaultDialog = (): VaultDialog => useContext(VaultDialogContext);
