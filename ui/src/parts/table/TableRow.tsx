import { memo } from 'react';
import { useIntl } from 'react-intl';
import { SelectBox } from './SelectBox';
import type { Column } from './types';
import classes from './VirtualTable.module.css';

type TableRowProps<Row> = {
  row: Row;
  id: string;
  name: string | undefined;
  columns: readonly Column<Row>[];
  template: string;
  /** Its place in the list; and in the drawn block, in pixels. */
  at: number;
  top: number;
  height: number;
  /** Where the keyboard stands: on the row, or on one of its cells. */
  active: boolean;
  activeColumn: string | undefined;
  open: boolean;
  selectable: boolean;
  selected: boolean;
  pressable: boolean;
};

/** One row. Drawn anew only when something of it changes: scrolling moves its block. */
export const TableRow = memo(function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, id, name, columns, template, at, top, height, selectable } = props;
  const { active, activeColumn, open, selected, pressable } = props;
  const intl = useIntl();
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={selectable ? selected : open || active}
      aria-current={selectable && open ? true : undefined}
      aria-label={selectable ? undefined : name}
      data-at={at}
      data-active={(active && activeColumn === undefined) || undefined}
      data-open={open || undefined}
      data-selected={(selectable && selected) || undefined}
      data-pressable={pressable || undefined}
      className={classes['row']}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
    >
      {selectable ? (
        <div role="gridcell" data-box className={classes['box']}>
          <SelectBox
            name={intl.formatMessage({ id: 'parts.table.select_row' }, { row: name ?? String(at + 1) })}
            extent={selected ? 'all' : 'none'}
          />
        </div>
      ) : null}
      {columns.map(({ id: column, align, cell }) => (
        <div
          key={column}
          id={`${id}-${column}`}
          role="gridcell"
          data-column={column}
          data-align={align}
          data-active={(active && activeColumn === column) || undefined}
          className={classes['cell']}
        >
          {cell(row)}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: TableRowProps<Row>) => React.ReactNode;
