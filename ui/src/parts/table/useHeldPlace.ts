import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Where a list stands and how to move it, in pixels over all its rows. */
type Scroll = { top: () => number; scrollTo: (top: number) => void };

/**
 * Keeps the rows in sight where they are when others come or go above them: nothing moves under the cursor. At
 * the very top new rows may push the others down, unless the pointer or the keyboard is in the list, or they
 * `always` stay (a list whose first row is not its beginning).
 */
export function useHeldPlace<Row>(
  grid: RefObject<HTMLElement | null>,
  scroll: Scroll,
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  rowHeight: number,
  always = false,
): void {
  const anchor = useRef<{ key: string; at: number; offset: number }>(undefined);
  const latest = useRef({ scroll, rows, rowKey, rowHeight, always });
  latest.current = { scroll, rows, rowKey, rowHeight, always };
  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const note = () => {
      anchor.current = anchorOf(latest.current);
    };
    note();
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [grid]);
  useLayoutEffect(() => {
    const element = grid.current;
    const held = anchor.current;
    const { rowKey: keyOf, rowHeight: height, scroll: list, always: fixed } = latest.current;
    if (element === null || held === undefined) return;
    const used = element.matches(':hover') || element.contains(document.activeElement);
    const still = rows[held.at];
    const at =
      still !== undefined && keyOf(still) === held.key
        ? held.at
        : rows.findIndex((row) => keyOf(row) === held.key);
    if (at >= 0 && at !== held.at && (list.top() > 0 || used || fixed))
      list.scrollTo(at * height + held.offset);
    anchor.current = anchorOf(latest.current);
  }, [grid, rows]);
}

type Listed<Row> = { scroll: Scroll; rows: readonly Row[]; rowKey: (row: Row) => string; rowHeight: number };

function anchorOf<Row>({ scroll, rows, rowKey, rowHeight }: Listed<Row>) {
  const top = scroll.top();
  const at = Math.floor(top / rowHeight);
  const row = rows[at];
  return row === undefined ? undefined : { key: rowKey(row), at, offset: top - at * rowHeight };
}
