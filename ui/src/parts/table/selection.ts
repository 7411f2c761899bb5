// Which rows are selected, by their keys. Pure: the table keeps the anchor, the screen keeps the keys.

/** Where a range begins, and what was selected before it. */
export type Anchor = { key: string; before: ReadonlySet<string> };

/** With one row more or less, and the anchor that a range would begin at from there. */
export function toggled(
  selected: ReadonlySet<string>,
  key: string,
): { selected: Set<string>; anchor: Anchor } {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return { selected: next, anchor: { key, before: next } };
}

/** What was selected before the anchor and every row from there to `to`: going back gives rows free again. */
export function ranged(keys: readonly string[], anchor: Anchor, to: string): Set<string> {
  const end = keys.indexOf(to);
  // What the range began at may have left the list.
  const begin = keys.includes(anchor.key) ? keys.indexOf(anchor.key) : end;
  if (end < 0) return new Set(anchor.before);
  return new Set([...anchor.before, ...keys.slice(Math.min(begin, end), Math.max(begin, end) + 1)]);
}

/** How many of the listed rows are selected: none, some or all of them. */
export function extent(keys: readonly string[], selected: ReadonlySet<string>): 'none' | 'some' | 'all' {
  if (selected.size === 0) return 'none';
  const listed = keys.filter((key) => selected.has(key)).length;
  return listed === keys.length && listed > 0 ? 'all' : 'some';
}
