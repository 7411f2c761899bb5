import { useSyncExternalStore } from 'react';

export const second = 1000;
export const minute = 60 * second;

/** One clock for all who look as often: a list shows dozens of times, and they change together. */
function clockOf(every: number) {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval>;
  const look = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    listen(listener: () => void) {
      if (listeners.size === 0) timer = setInterval(look, every);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    /** While nobody listens it stands still, so whoever comes first sets it; within one drawing it stays the same. */
    now() {
      if (listeners.size === 0 && Math.abs(Date.now() - now) > every / 10) now = Date.now();
      return now;
    },
  };
}

const clocks = new Map<number, ReturnType<typeof clockOf>>();

/** The present time, looked at every `every` milliseconds. */
export function useNow(every: number): number {
  const clock = clocks.get(every) ?? clockOf(every);
  clocks.set(every, clock);
  return useSyncExternalStore(clock.listen, clock.now);
}

/** Unix milliseconds of an RFC 3339 text or of a number that is that already; `NaN` when it is neither. */
export function momentOf(at: number | string | null | undefined): number {
  if (at === null || at === undefined) return Number.NaN;
  return typeof at === 'number' ? at : Date.parse(at);
}
