import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Keeps the rows in sight where they are when others come or go above them: nothing moves under the cursor. At
 * the very top new rows may push the others down, unless the pointer or the keyboard is in the list.
 */
export function useHeldPlace<Row>(
  grid: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  rowHeight: number,
): void {
  const anchor = useRef<{ key: string; at: number; offset: number }>(undefined);
  const latest = useRef({ rows, rowKey, rowHeight });
  latest.current = { rows, rowKey, rowHeight };
  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const note = () => {
      const { rows: shown, rowKey: keyOf, rowHeight: height } = latest.current;
      const at = Math.floor(element.scrollTop / height);
      const row = shown[at];
      anchor.current =
        row === undefined ? undefined : { key: keyOf(row), at, offset: element.scrollTop - at * height };
    };
    note();
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [grid]);
  useLayoutEffect(() => {
    const element = grid.current;
    const held = anchor.current;
    const { rowKey: keyOf, rowHeight: height } = latest.current;
    if (element === null || held === undefined) return;
    const used = element.matches(':hover') || element.contains(document.activeElement);
    const at = rows.findIndex((row) => keyOf(row) === held.key);
    if (at >= 0 && at !== held.at && (element.scrollTop > 0 || used)) {
      element.scrollTop = at * height + held.offset;
    }
    const top = Math.floor(element.scrollTop / height);
    const row = rows[top];
    anchor.current =
      row === undefined ? undefined : { key: keyOf(row), at: top, offset: element.scrollTop - top * height };
  }, [grid, rows]);
}
