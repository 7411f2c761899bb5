import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { type AccountBalances, asIpcError, type IpcError, keys, shell } from '../../ipc';
import { useAnnounce } from '../../parts';
import { useVaultDialog } from '../../session/vault';

type Progress = { done: number; all: number };

/** Reads balances one account after the other; it can be stopped, and one failure does not stop the others. */
export function useRefreshing() {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  const vault = useVaultDialog();
  const [refreshing, setRefreshing] = useState<string | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [problems, setProblems] = useState<Readonly<Record<string, IpcError>>>({});
  const stopped = useRef(false);
  const under = useRef(false);

  const readAll = async (accounts: readonly AccountBalances[]) => {
    if (under.current) return;
    under.current = true;
    stopped.current = false;
    let failed = 0;
    for (const [done, { accountId }] of accounts.entries()) {
      if (stopped.current) break;
      if (accounts.length > 1) setProgress({ done, all: accounts.length });
      setRefreshing(accountId);
      const problem = await readOne(accountId);
      if (problem !== undefined) failed += 1;
      setProblems(({ [accountId]: _, ...others }) =>
        problem === undefined ? others : { ...others, [accountId]: problem },
      );
    }
    under.current = false;
    setRefreshing(null);
    setProgress(null);
    announce(
      intl.formatMessage({ id: failed > 0 ? 'balances.some_failed' : 'balances.done' }, { count: failed }),
    );
  };
  const readOne = async (accountId: string): Promise<IpcError | undefined> => {
    try {
      const read = await shell.refreshBalance(accountId);
      client.setQueryData<AccountBalances[]>(keys.balances, (all) =>
        all?.map((account) => (account.accountId === accountId ? read : account)),
      );
      return undefined;
    } catch (thrown) {
      return asIpcError(thrown);
    }
  };
  return {
    run: (accounts: readonly AccountBalances[]) =>
      vault.need(
        accounts.map(({ accountId }) => accountId),
        () => void readAll(accounts),
      ),
    stop: () => {
      stopped.current = true;
    },
    refreshing,
    progress,
    problems,
  };
}
