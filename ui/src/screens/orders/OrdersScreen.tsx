import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../ipc';
import { type KeyEntry, Page, type Spot, useCopy, useKeys, useWidthInRem } from '../../parts';
import { useScope } from '../../session/scope';
import { OrderDetail } from './detail/OrderDetail';
import { ExportDialog } from './export/ExportDialog';
import { ColumnsButton } from './list/ColumnsButton';
import { sheetOf } from './list/columns';
import { Filters } from './list/Filters';
import { JumpedBand, JumpToDay } from './list/JumpToDay';
import { OrderCount } from './list/OrderCount';
import { OrderList } from './list/OrderList';
import { type MenuPlace, RowMenu } from './list/RowMenu';
import { SelectionBar } from './list/SelectionBar';
import { SortSelect } from './list/SortSelect';
import { queryOf } from './list/search';
import { tabSeparated } from './list/sheet';
import { useListedOrders } from './list/useListedOrders';
import { type OrderColumns, useOrderColumns } from './list/useOrderColumns';
import { useSelection } from './list/useSelection';
import { useMarking } from './marks/useMarking';
import classes from './Orders.module.css';
import { useOpenOwnWindow } from './own/useOwnWindow';
import { useAskGateway } from './useAskGateway';
import { type Neighbours, useNeighbours } from './useNeighbours';
import { useOrderPlace } from './useOrderPlace';
import { useOpenView } from './views/useViews';
import { ViewBar } from './views/ViewBar';

/** From this width of the window on (1200 px at 100 % text) the detail stands beside the list, else over it. */
const ROOM_REM = 75;

/** Below this width views and filters take several lines, so that the list gets its room below the window's edge. */
const TIGHT_REM = 48;

/** The orders, searched and filtered, and the one that is open. */
export function OrdersScreen() {
  const intl = useIntl();
  const { search, openId, open, close } = useOrderPlace();
  const { accountId } = useScope();
  const width = useWidthInRem();
  const beside = width >= ROOM_REM;
  const tight = width < TIGHT_REM;
  const list = useRef<HTMLDivElement>(null);
  const [active, activate] = useState<OrderSummaryView>();
  const [menu, showMenu] = useState<MenuPlace>();
  const covered = openId !== undefined && !beside;
  const columns = useOrderColumns(useOpenView()?.own);
  const { rows, sought } = useListedOrders();
  const { selection, orders: selected, away, clear } = useSelection(rows, sought);
  const neighbours = useNeighbours(openId, open);
  const askToast = useAskToast();
  const { star } = useMarking();
  const openOwn = useOpenOwnWindow();
  const [exporting, exportList] = useState(false);
  const copying = useCopying(columns, selected);
  useRowKeys({
    list,
    active,
    covered,
    neighbours: openId === undefined ? undefined : neighbours,
    ask: askToast,
    star: ({ id, ...before }) => {
      // What the keyboard stands on was noted when it came there.
      const now = rows.find((row) => row.id === id) ?? before;
      star(id, !now.starred);
    },
    exportList: () => exportList(true),
  });
  useFocusBack(list, openId);
  return (
    <Page
      title={intl.formatMessage({ id: 'frame.nav.orders' })}
      lead={<OrderCount />}
      actions={
        <>
          <JumpToDay />
          <SortSelect />
          <ColumnsButton columns={columns} />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFileDownload size="1.1em" aria-hidden />}
            onClick={() => exportList(true)}
          >
            {intl.formatMessage({ id: 'export.button' })}
          </Button>
        </>
      }
      width="full"
    >
      <div className={classes['screen']} data-tight={tight || undefined}>
        {/* Covered, all of it stays as it is, the list's place and its rows too, but cannot be reached. */}
        <div className={classes['above']} inert={covered}>
          <ViewBar columns={columns} />
          <Filters />
          <JumpedBand onBack={() => gridIn(list.current)?.focus()} />
        </div>
        <div className={classes['side']} data-beside={(beside && openId !== undefined) || undefined}>
          <div
            ref={list}
            className={classes['list']}
            inert={covered}
            onKeyDownCapture={(event) => {
              const on = active ?? rows[0];
              if (event.key !== 'Enter' || !event.shiftKey || on === undefined) return;
              if (!gridIn(list.current)?.contains(event.target as Node)) return;
              // The list itself takes Enter for the detail beside it.
              event.preventDefault();
              event.stopPropagation();
              openOwn(on.id);
            }}
          >
            <OrderList
              columns={columns}
              selection={selection}
              onOpen={({ id }) => open(id)}
              onActive={(order) => {
                activate(order);
                // With the detail beside, it follows the keyboard from row to row.
                if (openId !== undefined && beside && order.id !== openId) open(order.id, true);
              }}
              onCopy={(spot) => (spot.column === undefined ? copying.rows(spot.row) : copying.cell(spot))}
              onMenu={showMenu}
            />
            {selected.length === 0 ? null : (
              <SelectionBar
                orders={selected}
                away={away}
                columns={columns.chosen}
                all={columns.all}
                onExport={() => exportList(true)}
                onClear={clear}
              />
            )}
          </div>
          {openId === undefined ? null : (
            <OrderDetail key={openId} id={openId} over={!beside} neighbours={neighbours} onClose={close} />
          )}
        </div>
        <RowMenu
          place={menu}
          columns={columns.all}
          copied={copying.meant(menu?.spot.row).length}
          onClose={() => {
            showMenu(undefined);
            gridIn(list.current)?.focus();
          }}
          onCopyCell={copying.cell}
          onCopyNumber={copying.number}
          onCopyRows={() => menu && copying.rowsOf(menu.spot.row)}
          onOpen={({ id }) => open(id)}
          onOwnWindow={({ id }) => openOwn(id)}
          onStar={({ id, starred }) => star(id, !starred)}
          onAsk={askToast}
        />
        <ExportDialog
          opened={exporting}
          onClose={() => exportList(false)}
          selected={selected}
          query={{ ...queryOf(search, accountId), after: null }}
        />
      </div>
    </Page>
  );
}

const gridIn = (list: HTMLElement | null): HTMLElement | null =>
  list?.querySelector<HTMLElement>('[role="grid"]') ?? null;

/** Asks about one order from the list; what came of it is told above the page. */
function useAskToast() {
  const { ask } = useAskGateway();
  return (order: OrderSummaryView) =>
    ask(order, {
      told: (message) => notifications.show({ message }),
      failed: (message) => notifications.show({ message, color: 'red.8', autoClose: false }),
    });
}

/** The ways to the clipboard: a cell, a number, rows. */
function useCopying(columns: OrderColumns, selected: readonly OrderSummaryView[]) {
  const intl = useIntl();
  const [copy] = useCopy();
  const copyRows = (orders: readonly OrderSummaryView[]) =>
    copy(
      tabSeparated(sheetOf(intl, columns.chosen, orders)),
      intl.formatMessage({ id: 'orders.copied_rows' }, { count: orders.length }),
    );
  /** A row that is selected stands for all that are; any other one for itself. */
  const meant = (row: OrderSummaryView | undefined) =>
    row === undefined ? [] : selected.some(({ id }) => id === row.id) ? selected : [row];
  return {
    cell: ({ row, column }: Spot<OrderSummaryView>) => {
      const found = columns.all.find(({ id }) => id === column);
      if (found !== undefined && found.text(row) !== '') copy(found.text(row), found.header);
    },
    number: ({ number }: OrderSummaryView) => copy(number, intl.formatMessage({ id: 'words.order_number' })),
    meant,
    /** From the keyboard: what is selected, wherever it stands. */
    rows: (row: OrderSummaryView) => copyRows(selected.length === 0 ? [row] : selected),
    /** From a row's menu: that row, or all selected ones if it is one of them. */
    rowsOf: (row: OrderSummaryView) => copyRows(meant(row)),
  };
}

type RowKeys = {
  list: React.RefObject<HTMLDivElement | null>;
  active: OrderSummaryView | undefined;
  covered: boolean;
  /** Of the open order. */
  neighbours: Neighbours | undefined;
  ask: (order: OrderSummaryView) => void;
  star: (order: OrderSummaryView) => void;
  exportList: () => void;
};

/**
 * The keys for rows: `j` and `k` step into the list (which takes over), or with an order open to the next one; `c`
 * copies, `r` asks. What only the list itself hears is on the sheet of keys too.
 */
function useRowKeys({ list, active, covered, neighbours, ask, star, exportList }: RowKeys): void {
  const intl = useIntl();
  const [copy] = useCopy();
  const step = (to: (() => void) | undefined) => () => {
    if (neighbours !== undefined) to?.();
    else if (!covered) gridIn(list.current)?.focus();
  };
  const heard = (
    keys: string,
    label: 'select' | 'select_range' | 'select_all' | 'cells' | 'copy_cell',
  ): KeyEntry => ({ keys, label: intl.formatMessage({ id: `orders.key.${label}` }) });
  useKeys([
    { keys: 'j', label: intl.formatMessage({ id: 'orders.key.next' }), run: step(neighbours?.next) },
    { keys: 'k', label: intl.formatMessage({ id: 'orders.key.previous' }), run: step(neighbours?.previous) },
    {
      keys: 'c',
      label: intl.formatMessage({ id: 'orders.key.copy' }),
      run: () => {
        if (active !== undefined) copy(active.number, intl.formatMessage({ id: 'words.order_number' }));
      },
    },
    {
      keys: 'r',
      label: intl.formatMessage({ id: 'orders.key.ask' }),
      run: () => {
        if (active !== undefined) ask(active);
      },
    },
    {
      keys: 's',
      label: intl.formatMessage({ id: 'marks.key.star' }),
      run: () => {
        if (active !== undefined) star(active);
      },
    },
    { keys: 'e', label: intl.formatMessage({ id: 'export.key' }), run: exportList },
    { keys: 'Shift+Enter', label: intl.formatMessage({ id: 'own.key.open' }) },
    heard('Space', 'select'),
    heard('Shift+↓', 'select_range'),
    heard('Ctrl+A', 'select_all'),
    heard('→', 'cells'),
    heard('Ctrl+C', 'copy_cell'),
  ]);
}

/** Closing the detail gives the keyboard back to the list. */
function useFocusBack(list: React.RefObject<HTMLDivElement | null>, openId: string | undefined): void {
  const before = useRef(openId);
  useEffect(() => {
    const closed = before.current !== undefined && openId === undefined;
    before.current = openId;
    if (closed && !(document.activeElement instanceof HTMLInputElement)) gridIn(list.current)?.focus();
  }, [list, openId]);
}
