import { createContext, type ReactNode, useContext } from 'react';
import { type Import, useImport } from './useImport';

const Context = createContext<Import | null>(null);

/** Keeps the import while the person goes elsewhere: it is still under way when they come back. */
export function ImportProvider({ children }: { children: ReactNode }) {
  return <Context value={useImport()}>{children}</Context>;
}

/** The one import that there is. */
export function useTheImport(): Import {
  const found = useContext(Context);
  if (found === null) throw new Error('there is no ImportProvider');
  return found;
}
