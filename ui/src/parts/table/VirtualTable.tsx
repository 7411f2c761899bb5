import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useRem } from './rem';
import { useHeldPlace } from './useHeldPlace';
import classes from './VirtualTable.module.css';

export type Column<Row> = {
  id: string;
  header: string;
  /** A CSS grid track: `8rem`, `minmax(10rem, 2fr)`. */
  width: string;
  align?: 'start' | 'end';
  cell: (row: Row) => ReactNode;
};

type VirtualTableProps<Row> = {
  /** The table's name. */
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What a row is called when it is read out; without it, its cells are. */
  rowName?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Told which row the keyboard stands on. */
  onActive?: (row: Row) => void;
  /** The row whose detail is open. */
  openKey?: string | undefined;
  /** Called when the end comes near; not while `loading`. */
  onEnd?: (() => void) | undefined;
  hasMore?: boolean;
  loading?: boolean;
  /** Below this width the table scrolls sideways. */
  minWidth?: string;
};

const ROW_REM = 2.5;
const NEAR_END = 20;

/**
 * A list of any length: only the rows in sight exist. One tab stop; arrows or j and k move, Home and End jump,
 * Enter opens. A virtual list cannot be a <table>: this is the ARIA grid pattern, whose grid keeps the focus and
 * listens to the keyboard for its rows (biome.json knows).
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const {
    name,
    columns,
    rows,
    rowKey,
    rowName,
    onOpen,
    onActive,
    openKey,
    onEnd,
    hasMore,
    loading,
    minWidth = '40rem',
  } = props;
  const grid = useRef<HTMLDivElement>(null);
  const rowHeight = Math.round(useRem() * ROW_REM);
  const id = useId();
  const [activeKey, activate] = useState<string>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    getItemKey: (at) => {
      const row = rows[at];
      return row === undefined ? at : rowKey(row);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew when the text size changes
  useEffect(() => virtual.measure(), [rowHeight]);

  useHeldPlace(grid, rows, rowKey, rowHeight);

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const wantsMore = hasMore === true && loading !== true && last >= rows.length - NEAR_END;
  useEffect(() => {
    if (wantsMore) onEnd?.();
  }, [wantsMore, onEnd]);

  const activeAt = rows.findIndex((row) => rowKey(row) === activeKey);
  const goTo = (at: number) => {
    const target = Math.min(Math.max(at, 0), rows.length - 1);
    const row = rows[target];
    if (row === undefined) return;
    activate(rowKey(row));
    virtual.scrollToIndex(target, { align: 'auto' });
    onActive?.(row);
  };
  const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / rowHeight) - 2);
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const target = stepOf(event.key, activeAt, page, rows.length);
    const open = event.key === 'Enter' ? rows[activeAt] : undefined;
    if (target === undefined && open === undefined) return;
    event.preventDefault();
    if (target !== undefined) goTo(target);
    if (open !== undefined) onOpen?.(open);
  };

  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label={name}
      aria-rowcount={hasMore === true ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      aria-busy={loading === true}
      aria-activedescendant={items.some(({ index }) => index === activeAt) ? `${id}-${activeKey}` : undefined}
      className={classes['grid']}
      onKeyDown={press}
      onFocus={(event) => {
        if (event.target === event.currentTarget && activeAt < 0) activate(rows[0] && rowKey(rows[0]));
      }}
    >
      <div role="row" aria-rowindex={1} className={classes['head']} style={{ ...template, minWidth }}>
        {columns.map(({ id: column, header, align }) => (
          <div key={column} role="columnheader" data-align={align} className={classes['cell']}>
            {header}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={classes['body']} style={{ height: virtual.getTotalSize(), minWidth }}>
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={key}
              id={`${id}-${rowKey(row)}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={rowKey(row) === (openKey ?? activeKey)}
              aria-label={rowName?.(row)}
              data-active={rowKey(row) === activeKey || undefined}
              data-open={rowKey(row) === openKey || undefined}
              data-pressable={onOpen === undefined ? undefined : true}
              className={classes['row']}
              style={{ ...template, height: rowHeight, transform: `translateY(${start}px)` }}
              onClick={() => {
                activate(rowKey(row));
                onActive?.(row);
                onOpen?.(row);
              }}
            >
              {columns.map(({ id: column, align, cell }) => (
                <div key={column} role="gridcell" data-align={align} className={classes['cell']}>
                  {cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function stepOf(key: string, at: number, page: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at + 1;
    case 'ArrowUp':
    case 'k':
      return at - 1;
    case 'PageDown':
      return at + page;
    case 'PageUp':
      return at - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
