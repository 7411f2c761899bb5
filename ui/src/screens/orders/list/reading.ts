import { useState } from 'react';
import type { SearchPart, SearchReading } from '../../../ipc';
import { useOrderPlace } from '../useOrderPlace';
import type { useListedOrders } from './useListedOrders';

type Orders = Pick<ReturnType<typeof useListedOrders>, 'data' | 'isPlaceholderData' | 'isError'>;

/**
 * The reading with the very text it is about: while the next text is being read, the former pair stays in sight, and is
 * not `settled`.
 */
export function useHeldReading({ data, isPlaceholderData, isError }: Orders) {
  const text = useOrderPlace().search.text ?? '';
  const reading = isPlaceholderData ? undefined : data?.pages[0]?.reading;
  const [held, hold] = useState<{ text: string; reading: SearchReading | undefined }>({ text, reading });
  // Nothing was read of a text whose list failed: an older reading would be about another one.
  const settled = reading !== undefined || isError;
  if (settled && (held.reading !== reading || held.text !== text)) hold({ text, reading });
  return settled ? { text, reading, settled } : { ...held, settled };
}

/** A part of the search as a chip shows it. */
export type Chip = { not: boolean; values: readonly string[] };

/** What a part asks for; as it was typed when it asks for nothing. */
export function chipOf(text: string, { from, to, filter, values, not }: SearchPart): Chip {
  if (values.length > 0) return { not, values };
  const typed = text.slice(from, to);
  return { not: false, values: [filter === null ? typed : typed.slice(typed.indexOf(':') + 1)] };
}

/** What a filter lets through, over all parts that count; nothing of those that are turned round. */
export const valuesOf = (reading: SearchReading | undefined, filter: string): readonly string[] => [
  ...new Set(partsOf(reading, filter).flatMap(({ values, not }) => (not ? [] : values))),
];

/** Whether a part asks for exactly this one value. */
export const asksFor = (reading: SearchReading | undefined, filter: string, value: string): boolean =>
  partsOf(reading, filter).some(({ values, not }) => !not && values.length === 1 && values[0] === value);

/** Whether anything is asked by these filters, right or wrong. */
export const isAsked = (reading: SearchReading | undefined, filters: readonly string[]): boolean =>
  reading?.parts.some(({ filter }) => filter !== null && filters.includes(filter)) ?? false;

const partsOf = (reading: SearchReading | undefined, name: string): SearchPart[] =>
  reading?.parts.filter(({ filter, counts }) => counts && filter === name) ?? [];

/** The text without one of its parts; the others in their plain spelling, as they stand where they have none. */
export function textWithout(text: string, parts: readonly SearchPart[], gone: SearchPart): string {
  return parts
    .filter((part) => part !== gone)
    .map(({ plain, from, to }) => plain ?? text.slice(from, to))
    .join(' ');
}
