import { useRef } from 'react';
import { type Anchor, extent, ranged, toggled } from './selection';
import type { RowSelection } from './types';

/** The ways to select rows, by keyboard and pointer alike. */
export type Selecting = {
  toggle: (key: string) => void;
  /** Everything from where the selecting began up to this row. */
  stretch: (to: string) => void;
  /** The next stretch begins where the keyboard stands then. */
  begin: () => void;
  all: () => void;
  none: () => void;
  /** The box above all rows. */
  box: { extent: 'none' | 'some' | 'all'; toggle: () => void };
};

/** Nothing where rows cannot be selected. `keys` are all rows in their order. */
export function useSelecting(
  selection: RowSelection | undefined,
  keys: readonly string[],
  activeKey: string | undefined,
): Selecting | undefined {
  const anchor = useRef<Anchor>(undefined);
  if (selection === undefined) return undefined;
  const { selected, change } = selection;
  const all = () => change(new Set([...selected, ...keys]));
  const none = () => {
    anchor.current = undefined;
    change(new Set());
  };
  const reached = extent(keys, selected);
  return {
    toggle(key) {
      const next = toggled(selected, key);
      anchor.current = next.anchor;
      change(next.selected);
    },
    stretch(to) {
      anchor.current ??= { key: activeKey ?? to, before: selected };
      change(ranged(keys, anchor.current, to));
    },
    begin() {
      anchor.current = undefined;
    },
    all,
    none,
    box: { extent: reached, toggle: reached === 'all' ? none : all },
  };
}
