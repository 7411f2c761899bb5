// Days as people type them, in their own zone; the address and the ledger hold moments.

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight at the beginning of a day in the person's zone, `shift` days later; nothing for what is no day. */
function midnight(day: string, shift: number): Date | undefined {
  const match = DAY.exec(day.trim());
  if (match === null) return undefined;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  // The 31st of a short month rolls over: it is not a day of the calendar.
  const named = new Date(year, month - 1, date);
  if (named.getMonth() !== month - 1 || named.getDate() !== date) return undefined;
  return new Date(year, month - 1, date + shift);
}

/** The first moment of a day, as RFC 3339. */
export const dayBegins = (day: string): string | undefined => midnight(day, 0)?.toISOString();

/** The first moment after a day, as RFC 3339: the order list's `to` is left out itself. */
export const dayEnds = (day: string): string | undefined => midnight(day, 1)?.toISOString();

/** The day of a moment in the person's zone, `2026-11-22`; empty for what is no moment. */
export function dayOf(moment: string | undefined): string {
  const date = new Date(moment ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last day before a moment: what `dayEnds` was made from. */
export function dayBefore(moment: string | undefined): string {
  const date = new Date(moment ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? '' : dayOf(new Date(date.getTime() - 1).toISOString());
}

/** The day so many days before today. */
export function daysAgo(days: number, now = new Date()): string {
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString());
}
