import type { IntlShape } from 'react-intl';

const units = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** A number of seconds in words: `5400` → "1 hour, 30 minutes". */
export function durationText(intl: IntlShape, seconds: number): string {
  let left = seconds;
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(intl.formatMessage({ id: `forms.duration.${unit}` }, { count }));
  }
  return parts.slice(0, 2).join(', ');
}
