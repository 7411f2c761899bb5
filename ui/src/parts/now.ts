import { useEffect, useState } from 'react';

export const second = 1000;
export const minute = 60 * second;

/** The present time, looked at every `every` milliseconds. */
export function useNow(every: number): number {
  const [now, look] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => look(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** Unix milliseconds of an RFC 3339 text or of a number that is that already; `NaN` when it is neither. */
export function momentOf(at: number | string | null | undefined): number {
  if (at === null || at === undefined) return Number.NaN;
  return typeof at === 'number' ? at : Date.parse(at);
}
