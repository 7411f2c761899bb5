import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { type PointerEvent, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { SelectBox } from './SelectBox';
import { type Arrangement, type Column, type ColumnSort, NARROWEST_REM } from './types';
import classes from './VirtualTable.module.css';

type TableHeadProps<Row> = {
  columns: readonly Column<Row>[];
  template: string;
  minWidth: string;
  /** How many `rem` a pixel is. */
  rem: number;
  arrange: Arrangement | undefined;
  /** Sizes a column to what is in sight of it. */
  onFit: (column: string) => void;
  /** The box that selects all rows; none where rows cannot be selected. */
  all: { extent: 'none' | 'some' | 'all'; toggle: () => void } | undefined;
};

/** The line of headers. With an arrangement they are dragged to another place, and their edges to another width. */
export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { columns, template, minWidth, rem, arrange, onFit, all } = props;
  const intl = useIntl();
  const { drop, wasDragged, ...drag } = useHeaderDrag(columns, arrange);
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={classes['head']}
      style={{ gridTemplateColumns: template, minWidth }}
      data-dragged={drop !== undefined || undefined}
    >
      {all === undefined ? null : (
        <div role="columnheader" className={classes['box']}>
          <SelectBox
            name={intl.formatMessage({ id: 'parts.table.select_all' })}
            extent={all.extent}
            onToggle={all.toggle}
            stop
          />
        </div>
      )}
      {columns.map(({ id, header, align, sort }, at) => (
        <div
          key={id}
          role="columnheader"
          aria-sort={sort === undefined ? undefined : (sort.now ?? 'none')}
          aria-label={sort === undefined ? undefined : header}
          data-align={align}
          data-column={id}
          data-movable={arrange === undefined ? undefined : true}
          data-drop={
            drop === at ? 'before' : drop === columns.length && at === drop - 1 ? 'after' : undefined
          }
          className={classes['cell']}
          {...(arrange === undefined ? {} : drag)}
        >
          {sort === undefined ? header : <SortButton header={header} sort={sort} wasDragged={wasDragged} />}
          {arrange === undefined ? null : (
            <Edge rem={rem} onSize={(wide) => arrange.size(id, wide)} onFit={() => onFit(id)} />
          )}
        </div>
      ))}
    </div>
  );
}

type SortButtonProps = { header: string; sort: ColumnSort; wasDragged: () => boolean };

/** A header that sorts; the end of a drag is no press. */
function SortButton({ header, sort, wasDragged }: SortButtonProps) {
  const intl = useIntl();
  const Sign =
    sort.now === undefined ? IconArrowsSort : sort.now === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <button
      type="button"
      className={classes['sort']}
      data-sorted={sort.now}
      aria-label={intl.formatMessage({ id: 'parts.table.sort' }, { column: header })}
      onClick={() => {
        if (!wasDragged()) sort.press();
      }}
    >
      <span className={classes['sortText']}>{header}</span>
      <Sign size="1.1em" aria-hidden />
    </button>
  );
}

/** A header's right edge. The keyboard has Shift and the arrows for it, and the list of columns its buttons. */
function Edge({ rem, onSize, onFit }: { rem: number; onSize: (rem: number) => void; onFit: () => void }) {
  const [from, drag] = useState<{ x: number; width: number }>();
  return (
    <span
      aria-hidden
      className={classes['edge']}
      data-dragged={from !== undefined || undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0;
        drag({ x: event.clientX, width });
      }}
      onPointerMove={(event) => {
        if (from === undefined) return;
        const width = (from.width + event.clientX - from.x) / rem;
        onSize(Math.max(NARROWEST_REM, Math.round(width * 8) / 8));
      }}
      onPointerUp={() => drag(undefined)}
      onPointerCancel={() => drag(undefined)}
      onDoubleClick={onFit}
    />
  );
}

/** Pixels that a press has to move before it is a drag. */
const DRAG_PX = 6;

/** Dragging a header; `drop` is where it would go: before the column at that place. */
function useHeaderDrag<Row>(columns: readonly Column<Row>[], arrange: Arrangement | undefined) {
  const [dragged, drag] = useState<{ id: string; x: number; drop: number | undefined }>();
  const moved = useRef(false);
  const end = () => drag(undefined);
  return {
    drop: dragged?.drop,
    /** Whether the press that has just ended was a drag. */
    wasDragged: () => moved.current,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const id = event.currentTarget.dataset['column'];
      moved.current = false;
      if (event.button !== 0 || id === undefined) return;
      drag({ id, x: event.clientX, drop: undefined });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (dragged === undefined) return;
      if (dragged.drop === undefined && Math.abs(event.clientX - dragged.x) < DRAG_PX) return;
      // Only now: a captured press would not reach the button in the header.
      if (!moved.current) event.currentTarget.setPointerCapture(event.pointerId);
      moved.current = true;
      const heads = [...(event.currentTarget.parentElement?.querySelectorAll('[data-column]') ?? [])];
      const middles = heads
        .map((head) => head.getBoundingClientRect())
        .map(({ left, width }) => left + width / 2);
      drag({ ...dragged, drop: middles.filter((middle) => middle < event.clientX).length });
    },
    onPointerUp: () => {
      const from = columns.findIndex(({ id }) => id === dragged?.id);
      if (dragged?.drop !== undefined && dragged.drop !== from && dragged.drop !== from + 1) {
        arrange?.move(dragged.id, dragged.drop);
      }
      end();
    },
    onPointerCancel: end,
    // A press that left the header before it was a drag is over when it lets go elsewhere.
    onPointerLeave: () => {
      if (!moved.current) end();
    },
  };
}
