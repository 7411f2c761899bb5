import type { SearchPart } from '../../../ipc';

/** A part of the search as a chip shows it. */
export type Chip = { not: boolean; value: string };

/** What a part asks for, without its filter's name and the dash that turns it round. */
export function chipOf(text: string, part: SearchPart): Chip {
  const whole = part.plain ?? text.slice(part.from, part.to);
  // A word that asks for nothing (dashes only) stands as it was typed.
  const not = whole.startsWith('-') && (part.plain !== null || part.filter !== null);
  const asked = not ? whole.slice(1) : whole;
  return { not, value: part.filter === null ? asked : asked.slice(asked.indexOf(':') + 1) };
}

/** The text without one of its parts; the others in their plain spelling, as they stand where they have none. */
export function textWithout(text: string, parts: readonly SearchPart[], gone: SearchPart): string {
  return parts
    .filter((part) => part !== gone)
    .map(({ plain, from, to }) => plain ?? text.slice(from, to))
    .join(' ');
}
