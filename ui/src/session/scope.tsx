import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

type Scope = {
  /** The one account that the screens look at; `null` for all. */
  accountId: string | null;
  setAccountId: (id: string | null) => void;
};

const Context = createContext<Scope>({ accountId: null, setAccountId: () => undefined });

/** Which account the person has chosen in the top bar. */
export const useScope = (): Scope => useContext(Context);

/** Forgotten when the program ends: what narrows the view is never remembered behind the person's back. */
export function ScopeProvider({ children }: { children: ReactNode }) {
  const [accountId, setAccountId] = useState<string | null>(null);
  const value = useMemo(() => ({ accountId, setAccountId }), [accountId]);
  return <Context value={value}>{children}</Context>;
}
