import { createContext, useContext } from 'react';

/**
 * Whether this is the window of one order only. It looks, asks and marks; what moves money or needs a secret is done in
 * the main window, and the shell refuses it here.
 */
export const OwnWindowContext = createContext(false);

export const useIsOwnWindow = (): boolean => useContext(OwnWindowContext);
