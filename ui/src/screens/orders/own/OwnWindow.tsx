import { VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { KeySheet } from '../../../frame/KeySheet';
import { PracticeBand } from '../../../frame/PracticeBand';
import { Toasts } from '../../../frame/Toasts';
import { type AppView, shell, useOrder } from '../../../ipc';
import { useKeys } from '../../../parts';
import { OwnWindowContext } from '../../../session/ownWindow';
import { type VaultDialog, VaultDialogContext } from '../../../session/vault';
import { OrderDetail } from '../detail/OrderDetail';
import classes from './OwnWindow.module.css';

/** The order of a window that is one order's own; nothing in the main window. */
export const ownOrderOf = (path: string): string | undefined => /^\/order\/(\d+)$/.exec(path)?.[1];

/** The window of one order: the detail and nothing else. Whatever leads elsewhere leads to the main window. */
export function OwnWindow({ id, state }: { id: string; state: AppView }) {
  const intl = useIntl();
  const [sheet, show] = useState(false);
  // The other ledger may have an order of this id; this window is closed before it shows any of it.
  const mode = useRef(state.mode);
  const vault = useVaultElsewhere(state);
  useTitle(id);
  useWaysOut(id);
  const close = () => void shell.closeOrderWindow(id);
  useKeys([
    { keys: 'Ctrl+W', label: intl.formatMessage({ id: 'own.key.close' }), run: close, whileTyping: true },
    { keys: '?', label: intl.formatMessage({ id: 'frame.keys' }), run: () => show(true) },
  ]);
  if (mode.current !== state.mode) return null;
  return (
    <OwnWindowContext value={true}>
      <VaultDialogContext value={vault}>
        <div className={classes['window']}>
          <PracticeBand />
          <main className={classes['main']}>
            {/* The panel's own title is one of the second level, below the list's elsewhere. */}
            <VisuallyHidden component="h1">{intl.formatMessage({ id: 'orders.detail' })}</VisuallyHidden>
            <OrderDetail id={id} over={false} onClose={close} />
          </main>
          <Toasts />
        </div>
        <KeySheet opened={sheet} onClose={() => show(false)} />
      </VaultDialogContext>
    </OwnWindowContext>
  );
}

/** No secret is entered in this window: it says where they are unlocked. */
function useVaultElsewhere({ vault, accounts }: AppView): VaultDialog {
  const intl = useIntl();
  return useMemo(() => {
    const elsewhere = () =>
      notifications.show({ message: intl.formatMessage({ id: 'own.locked' }), autoClose: false });
    const ask = (then?: () => void) => (vault.status === 'ready' ? then?.() : elsewhere());
    const needToKeep: (then: () => void) => void = ask;
    return {
      ask,
      needToKeep,
      need: (ids, then) =>
        ids.every((id) => accounts.find((account) => account.id === id)?.builtIn === true)
          ? then()
          : needToKeep(then),
    };
  }, [intl, vault.status, accounts]);
}

/** The title says which order it is and where it stands, so that several windows can be told apart. */
function useTitle(id: string): void {
  const intl = useIntl();
  const summary = useOrder(id).data?.summary;
  useEffect(() => {
    if (summary === undefined) return;
    const status = intl.formatMessage({ id: `words.status.${summary.status}` });
    document.title = intl.formatMessage({ id: 'own.title' }, { number: summary.number, status });
  }, [intl, summary]);
}

/** A link on the page that leads elsewhere shows that order, or this one, in the main window. */
function useWaysOut(id: string): void {
  const router = useRouter();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    if (ownOrderOf(path) === id) return;
    const other = /^\/orders\/(\d+)$/.exec(path)?.[1] ?? id;
    void shell.showInMain(other);
    router.history.back();
  }, [router, path, id]);
}
