import type { ReactNode } from 'react';

export type Column<Row> = {
  id: string;
  header: string;
  /** A CSS grid track: `8rem`, `minmax(10rem, 2fr)`. */
  width: string;
  align?: 'start' | 'end';
  /** With it, pressing the header sorts by the column. */
  sort?: ColumnSort;
  cell: (row: Row) => ReactNode;
};

/** How the rows stand by a column now, and what a press on its header does. */
export type ColumnSort = { now: 'ascending' | 'descending' | undefined; press: () => void };

/** Rows can be selected: by their boxes, with Shift or Ctrl and a click, or by the keyboard. */
export type RowSelection = {
  selected: ReadonlySet<string>;
  change: (selected: ReadonlySet<string>) => void;
};

/** Columns can be moved and sized, by the pointer and by the keyboard. */
export type Arrangement = {
  /** Puts a column before the one that stands at `to` now; at the end when nobody does. */
  move: (id: string, to: number) => void;
  /** Gives a column a width of its own, in `rem`. */
  size: (id: string, rem: number) => void;
};

/** Where on the table something was asked for: a row, and a cell of it unless the whole row was meant. */
export type Spot<Row> = { row: Row; column: string | undefined };

/** In pixels of the window. */
export type Point = { x: number; y: number };

/** The narrowest column, in `rem`. */
export const NARROWEST_REM = 3;
