import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useAppState, useShellEvents } from '../ipc';
import { LoadingState } from '../parts';
import { HealthBands } from '../screens/data';
import { OwnWindow, ownOrderOf } from '../screens/orders/own/OwnWindow';
import { WelcomeScreen } from '../screens/welcome/WelcomeScreen';
import { useApplyTextSize } from '../session/look';
import { FailedToLoad } from '../words';
import classes from './Frame.module.css';
import { InVainBand } from './InVainBand';
import { Keyboard } from './Keyboard';
import { LockedBand } from './LockedBand';
import { Navigation } from './Navigation';
import { PracticeBand } from './PracticeBand';
import { StatusLine } from './StatusLine';
import { Toasts } from './Toasts';
import { TopBar } from './TopBar';
import { useAlerts } from './useAlerts';
import { usePlaceAsked } from './usePlaceAsked';
import { VaultDialogs } from './VaultDialogs';

/** The window around every screen. */
export function Frame() {
  useShellEvents();
  useApplyTextSize();
  const state = useAppState();
  const { pathname } = useLocation();
  // Which kind of window this is was settled when it opened.
  const [own] = useState(() => ownOrderOf(pathname));
  // What was known stays on show when it cannot be read again: a form may be half filled in behind it.
  if (state.data === undefined) {
    return state.isError ? (
      <FailedToLoad error={state.error} onAgain={() => void state.refetch()} />
    ) : (
      <LoadingState />
    );
  }
  if (own !== undefined) return <OwnWindow id={own} state={state.data} />;
  const { accounts, health, practiceExists } = state.data;
  // A ledger that cannot be read has no accounts either, and is no new one.
  const firstMinute = accounts.length === 0 && !practiceExists && health.damage === null;
  return (
    <VaultDialogs>
      {firstMinute || pathname === '/welcome' ? (
        <div className={classes['bareFrame']}>
          <main className={classes['bare']}>{firstMinute ? <WelcomeScreen /> : <Outlet />}</main>
          <Toasts />
        </div>
      ) : (
        <Framed />
      )}
    </VaultDialogs>
  );
}

function Framed() {
  useAlerts();
  usePlaceAsked();
  const main = useFocusOnMove();
  return (
    <div className={classes['frame']}>
      <Keyboard />
      <TopBar />
      <div className={classes['bands']}>
        <PracticeBand />
        <HealthBands />
        <LockedBand />
        <InVainBand />
      </div>
      <Navigation />
      <main ref={main} tabIndex={-1} className={classes['main']}>
        <Outlet />
      </main>
      <Toasts />
      <StatusLine />
    </div>
  );
}

/** Begins a new screen at its top and moves the keyboard into it, unless it is in a field or there already. */
function useFocusOnMove() {
  const main = useRef<HTMLElement>(null);
  const screen = useLocation().pathname.split('/')[1] ?? '';
  const before = useRef(screen);
  useEffect(() => {
    if (before.current === screen) return;
    before.current = screen;
    // Each screen begins at its top, however far down the one before was read.
    if (main.current !== null) main.current.scrollTop = 0;
    const focused = document.activeElement;
    if (focused instanceof HTMLInputElement || main.current?.contains(focused) === true) return;
    main.current?.focus({ preventScroll: true });
  }, [screen]);
  return main;
}
