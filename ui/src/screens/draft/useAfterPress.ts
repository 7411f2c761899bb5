import { useEffect, useRef } from 'react';

/** Long enough for the click that follows the release to be delivered. */
const SETTLE_MS = 50;

/**
 * Puts something off until the mouse button that is down now is up again: what appears when a field is left must not
 * push away the button that is being pressed.
 */
export function useAfterPress(): (then: () => void) => void {
  const down = useRef(false);
  const waiting = useRef<(() => void)[]>([]);
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const press = () => {
      down.current = true;
    };
    const release = () => {
      down.current = false;
      const due = waiting.current.splice(0);
      if (due.length === 0) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        for (const then of due) then();
      }, SETTLE_MS);
      timers.add(timer);
    };
    window.addEventListener('pointerdown', press, true);
    window.addEventListener('pointerup', release, true);
    window.addEventListener('pointercancel', release, true);
    return () => {
      window.removeEventListener('pointerdown', press, true);
      window.removeEventListener('pointerup', release, true);
      window.removeEventListener('pointercancel', release, true);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return (then) => {
    if (down.current) waiting.current.push(then);
    else then();
  };
}
