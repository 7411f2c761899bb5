import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useRem } from '../rem';
import { fittingWidth } from './fit';
import { TableHead } from './TableHead';
import { TableRow } from './TableRow';
import { strokeIn } from './tableKeys';
import {
  type Arrangement,
  type Column,
  NARROWEST_REM,
  type Point,
  type RowSelection,
  type Spot,
} from './types';
import { useHeldPlace } from './useHeldPlace';
import { useSelecting } from './useSelecting';
import { useVirtualScroll } from './useVirtualScroll';
import classes from './VirtualTable.module.css';

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
  /** Called when the beginning comes near; with it, rows that come above never move those in sight. */
  onStart?: (() => void) | undefined;
  /** Whether more rows stand before the first one. */
  hasBefore?: boolean;
  loading?: boolean;
  /** Below this width the table scrolls sideways. */
  minWidth?: string;
  /** With it, rows can be selected. */
  selection?: RowSelection;
  /** With it, columns can be moved and sized. */
  arrange?: Arrangement;
  /** Ctrl+C on a cell, or on a row as a whole. */
  onCopy?: (spot: Spot<Row>) => void;
  /** A right click or the menu key; `fit` sizes the column to what is in sight of it. */
  onMenu?: (spot: Spot<Row>, at: Point, fit: (column: string) => void) => void;
};

const ROW_REM = 2.5;
/** The line of headers, as high as its style says. */
const HEAD_REM = 2;
const NEAR_END = 20;
/** Rows drawn beyond the upper edge count as near. */
const NEAR_START = 8;

/**
 * A list of any length: only the rows in sight exist. One tab stop; arrows or j and k move, Home and End jump,
 * Enter opens; left and right go into a row's cells. A virtual list cannot be a <table>: this is the ARIA grid pattern,
 * whose grid keeps the focus and listens to keyboard and pointer for its rows (biome.json knows).
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { name, columns, rows, rowKey, rowName, onOpen, onActive, openKey, minWidth = '40rem' } = props;
  const { onEnd, hasMore, onStart, hasBefore, loading, selection, arrange, onCopy, onMenu } = props;
  const grid = useRef<HTMLDivElement>(null);
  const rem = useRem();
  const rowHeight = Math.round(rem * ROW_REM);
  const id = useId();
  const scroll = useVirtualScroll(grid, { count: rows.length, rowHeight, headHeight: rem * HEAD_REM });
  useHeldPlace(grid, scroll, rows, rowKey, rowHeight, onStart !== undefined);

  // From each length once: what comes quickly may be there before anybody saw it being fetched.
  const wantsMore = hasMore === true && loading !== true && scroll.last >= rows.length - NEAR_END;
  const moreFrom = wantsMore ? rows.length : undefined;
  useEffect(() => {
    if (moreFrom !== undefined) onEnd?.();
  }, [moreFrom, onEnd]);

  const wantsBefore = hasBefore === true && loading !== true && scroll.first < NEAR_START;
  useEffect(() => {
    if (wantsBefore) onStart?.();
  }, [wantsBefore, onStart]);

  const [activeKey, activate] = useState<string>();
  const [activeColumn, activateColumn] = useState<string>();
  const activeAt = useMemo(
    () => rows.findIndex((row) => rowKey(row) === activeKey),
    [rows, rowKey, activeKey],
  );
  const keys = useMemo(() => (selection === undefined ? [] : rows.map(rowKey)), [selection, rows, rowKey]);
  const inCell = columns.some((column) => column.id === activeColumn);
  useOpenInSight(openKey, rows, rowKey, (at, key) => {
    activate(key);
    scroll.reveal(at);
  });

  const selecting = useSelecting(selection, keys, activeKey);

  const goTo = (at: number, stretched: boolean) => {
    const row = rows[at];
    if (row === undefined) return;
    if (stretched) selecting?.stretch(rowKey(row));
    else selecting?.begin();
    activate(rowKey(row));
    scroll.reveal(at);
    onActive?.(row);
  };
  const fit = (column: string) => {
    if (grid.current !== null)
      arrange?.size(column, Math.max(NARROWEST_REM, fittingWidth(grid.current, column) / rem));
  };
  const columnAt = columns.findIndex((column) => column.id === activeColumn);
  const goToCell = (by: -1 | 1) => {
    const target = columns[inCell ? columnAt + by : by === 1 ? 0 : -1];
    if (target !== undefined || by === -1) activateColumn(target?.id);
    if (target !== undefined)
      cellIn(grid.current, target.id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const sizeBy = (by: -1 | 1) => {
    const width = cellIn(grid.current, activeColumn)?.getBoundingClientRect().width ?? 0;
    if (activeColumn !== undefined)
      arrange?.size(activeColumn, Math.max(NARROWEST_REM, Math.round(width / rem) + by));
  };

  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const stroke = strokeIn(event, {
      at: activeAt,
      count: rows.length,
      page: Math.max(1, scroll.page() - 1),
      inCell,
      selected: (selection?.selected.size ?? 0) > 0,
    });
    const active = rows[activeAt];
    const act: (() => void) | undefined = {
      go: () => stroke?.does === 'go' && goTo(stroke.to, stroke.extend && selection !== undefined),
      cell: onCopy && (() => stroke?.does === 'cell' && goToCell(stroke.by)),
      leave: () => activateColumn(undefined),
      move:
        arrange &&
        (() =>
          stroke?.does === 'move' &&
          activeColumn !== undefined &&
          arrange.move(activeColumn, Math.max(0, columnAt + (stroke.by === 1 ? 2 : -1)))),
      size: arrange && (() => stroke?.does === 'size' && sizeBy(stroke.by)),
      open: active && onOpen && (() => onOpen(active)),
      toggle: active && selecting && (() => selecting.toggle(rowKey(active))),
      all: selecting?.all,
      none: selecting?.none,
      copy:
        active && onCopy && !textIsSelected()
          ? () => onCopy({ row: active, column: activeColumn })
          : undefined,
    }[stroke?.does ?? 'leave'];
    if (stroke === undefined || act === undefined) return;
    event.preventDefault();
    act();
  };

  const rowAt = (event: MouseEvent) => {
    const at = Number(closest(event.target, '[data-at]')?.dataset['at'] ?? Number.NaN);
    return { at, row: rows[at] };
  };
  const click = (event: MouseEvent) => {
    const { row } = rowAt(event);
    if (row === undefined) return;
    const key = rowKey(row);
    const boxed = closest(event.target, '[data-box]') !== null;
    // The keyboard goes on from here, also after a press on a box.
    grid.current?.focus({ preventScroll: true });
    if (selecting !== undefined && (boxed || event.shiftKey || event.ctrlKey || event.metaKey)) {
      if (event.shiftKey) selecting.stretch(key);
      else selecting.toggle(key);
      activate(key);
      onActive?.(row);
      return;
    }
    selecting?.begin();
    activate(key);
    activateColumn(undefined);
    onActive?.(row);
    onOpen?.(row);
  };
  const menu = (event: MouseEvent) => {
    if (onMenu === undefined) return;
    const pointed = rowAt(event).row;
    // The menu key means where the keyboard stands.
    const row = pointed ?? rows[activeAt];
    if (row === undefined || (pointed === undefined && event.target !== event.currentTarget)) return;
    event.preventDefault();
    const cell = closest(event.target, '[data-column]');
    const column = pointed === undefined ? activeColumn : cell?.dataset['column'];
    const standing = grid.current?.querySelector('[data-active]')?.getBoundingClientRect();
    const at =
      pointed === undefined && standing !== undefined
        ? { x: standing.left + rem, y: standing.bottom }
        : { x: event.clientX, y: event.clientY };
    activate(rowKey(row));
    onMenu({ row, column }, at, fit);
  };

  const box = selection === undefined ? '' : '2.25rem ';
  const template = box + columns.map(({ width }) => width).join(' ');
  const width = selection === undefined ? minWidth : `calc(${minWidth} + 2.25rem)`;
  const drawn = rows.slice(scroll.first, scroll.last + 1);
  const activeDrawn = activeAt >= scroll.first && activeAt <= scroll.last;
  const activeId = `${id}-${activeKey}${inCell ? `-${activeColumn}` : ''}`;
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label={name}
      aria-multiselectable={selection === undefined ? undefined : true}
      aria-rowcount={hasMore === true || hasBefore === true ? -1 : rows.length + 1}
      aria-colcount={columns.length + (selection === undefined ? 0 : 1)}
      aria-busy={loading === true}
      aria-activedescendant={activeDrawn ? activeId : undefined}
      className={classes['grid']}
      onKeyDown={press}
      onContextMenu={menu}
      onFocus={(event) => {
        if (event.target === event.currentTarget && activeAt < 0) activate(rows[0] && rowKey(rows[0]));
      }}
    >
      <TableHead
        columns={columns}
        template={template}
        minWidth={width}
        rem={rem}
        arrange={arrange}
        onFit={fit}
        all={selecting?.box}
      />
      <div role="presentation" className={classes['body']} style={{ height: scroll.height, minWidth: width }}>
        <div
          role="rowgroup"
          className={classes['block']}
          style={{ top: scroll.block.top }}
          onClick={click}
          onMouseDown={(event) => {
            // Shift and a press would select the text between.
            if (selection !== undefined && event.shiftKey) event.preventDefault();
          }}
        >
          {drawn.map((row, nth) => {
            const at = scroll.first + nth;
            const key = rowKey(row);
            const active = key === activeKey;
            return (
              <TableRow
                // By its slot, not by what it shows: the elements of a row that goes are those of one that comes.
                key={at % scroll.slots}
                row={row}
                id={`${id}-${key}`}
                name={rowName?.(row)}
                columns={columns}
                template={template}
                at={at}
                top={(at - scroll.block.row) * rowHeight}
                height={rowHeight}
                active={active}
                activeColumn={active && inCell ? activeColumn : undefined}
                open={key === openKey}
                selectable={selection !== undefined}
                selected={selection?.selected.has(key) ?? false}
                pressable={onOpen !== undefined}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** What was opened elsewhere, by its neighbours' buttons for instance, is brought into sight. */
function useOpenInSight<Row>(
  openKey: string | undefined,
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  show: (at: number, key: string) => void,
): void {
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (shown.current === openKey) return;
    const at = openKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === openKey);
    // One that is not listed yet may come with the next page.
    if (openKey !== undefined && at < 0) return;
    shown.current = openKey;
    if (openKey !== undefined) show(at, openKey);
  });
}

const closest = (target: EventTarget, selector: string): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(selector) : null;

const cellIn = (grid: HTMLElement | null, column: string | undefined): Element | null =>
  column === undefined
    ? null
    : (grid?.querySelector(`[role="columnheader"][data-column="${CSS.escape(column)}"]`) ?? null);

/** Somebody who has selected text by hand wants that, not the row. */
const textIsSelected = (): boolean => (window.getSelection()?.toString() ?? '') !== '';
