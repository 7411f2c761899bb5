import { Button, Group } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconFilterOff, IconReceipt } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import {
  EmptyState,
  LoadingState,
  type RowSelection,
  type Spot,
  useAnnounce,
  useRem,
  VirtualTable,
} from '../../../parts';
import { useScope } from '../../../session/scope';
import { FailedToLoad } from '../../../words';
import { DamagedOrders } from '../../data';
import classes from '../Orders.module.css';
import { useOrderPlace } from '../useOrderPlace';
import { fitting } from './columns';
import { withFound } from './FoundIn';
import { SoughtProvider } from './Marked';
import { needlesOf } from './needles';
import type { MenuPlace } from './RowMenu';
import { useHeldReading } from './reading';
import { isNarrowed } from './search';
import { useColumnSort } from './useColumnSort';
import { useListedOrders } from './useListedOrders';
import { arrangementOf, type OrderColumns } from './useOrderColumns';

type OrderListProps = {
  columns: OrderColumns;
  selection: RowSelection;
  onOpen: (order: OrderSummaryView) => void;
  onActive: (order: OrderSummaryView) => void;
  onCopy: (spot: Spot<OrderSummaryView>) => void;
  onMenu: (place: MenuPlace) => void;
};

/** The orders that the filters let through, page after page as one scrolls. */
export function OrderList(props: OrderListProps) {
  const { columns: arranged, selection, onOpen, onActive, onCopy, onMenu } = props;
  const intl = useIntl();
  const { search, openId, clear } = useOrderPlace();
  const { accountId } = useScope();
  const orders = useListedOrders();
  const { rows, unreadable, asked, fetchNextPage, fetchPreviousPage } = orders;
  const table = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const ref = useMergedRef(table, measured);
  const rem = useRem();
  const columns = useMemo(
    () =>
      arranged.fixed || width === 0 ? arranged.chosen : fitting(arranged.chosen, width / rem - BESIDE_REM),
    [arranged, width, rem],
  );
  const { reading } = useHeldReading(orders);
  const needles = useMemo(() => needlesOf(reading), [reading]);
  const sorting = useColumnSort();
  const saying = useMemo(() => sorting(withFound(columns)), [columns, sorting]);
  const arrange = useMemo(() => arrangementOf(columns, arranged), [columns, arranged]);
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const before = useCallback(() => void fetchPreviousPage(), [fetchPreviousPage]);
  // Nothing was found yet, but the search goes on (SearchReading says so and asks on).
  const lookingOn = rows.length === 0 && (orders.hasNextPage || orders.hasPreviousPage) && !orders.isError;
  useCountAnnounced(
    orders.isPending || orders.isPlaceholderData || lookingOn ? undefined : rows.length,
    orders.hasNextPage,
  );

  useTopOnNewSearch(table, asked);
  useBackWhenEmpty(orders, rows.length);

  if (orders.isPending || lookingOn) return <LoadingState lines={12} />;
  if (orders.isError && rows.length === 0) {
    return <FailedToLoad error={orders.error} onAgain={() => void orders.refetch()} />;
  }
  if (rows.length === 0 && unreadable.length > 0) return <DamagedOrders orders={unreadable} />;
  if (rows.length === 0) {
    return isNarrowed(search, accountId) ? <NothingMatches onClear={clear} /> : <NoOrders />;
  }
  return (
    <>
      <DamagedOrders orders={unreadable} />
      <div ref={ref} className={classes['table']}>
        <SoughtProvider value={needles}>
          <VirtualTable
            name={intl.formatMessage({ id: 'frame.nav.orders' })}
            columns={saying}
            rows={rows}
            rowKey={idOf}
            rowName={numberOf}
            onOpen={onOpen}
            onActive={onActive}
            openKey={openId}
            onEnd={more}
            hasMore={orders.hasNextPage}
            {...(search.day === undefined ? {} : { onStart: before, hasBefore: orders.hasPreviousPage })}
            loading={orders.isFetchingNextPage || orders.isFetchingPreviousPage}
            minWidth={`${columns.reduce((sum, column) => sum + column.rem, 0)}rem`}
            selection={selection}
            arrange={arrange}
            onCopy={onCopy}
            onMenu={(spot, at, fit) => onMenu({ spot, at, fit })}
          />
        </SoughtProvider>
      </div>
    </>
  );
}

/** What the boxes before the rows and the scroll bar behind them take. */
const BESIDE_REM = 2.25 + 1;

const idOf = ({ id }: OrderSummaryView): string => id;
const numberOf = ({ number }: OrderSummaryView): string => number;

/** Another search begins at the top; the same one, refreshed by an event, keeps its place. */
function useTopOnNewSearch(table: React.RefObject<HTMLDivElement | null>, asked: string): void {
  const before = useRef(asked);
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    const grid = table.current?.querySelector('[role="grid"]');
    if (grid) grid.scrollTop = 0;
  }, [table, asked]);
}

/** Behind the last day there is nothing to go on with: what stands before it is fetched at once. */
function useBackWhenEmpty(orders: ReturnType<typeof useListedOrders>, count: number): void {
  const { hasNextPage, hasPreviousPage, isFetching, isError, fetchPreviousPage } = orders;
  const wanted = count === 0 && !hasNextPage && hasPreviousPage && !isFetching && !isError;
  useEffect(() => {
    if (wanted) void fetchPreviousPage();
  }, [wanted, fetchPreviousPage]);
}

const countText = (intl: ReturnType<typeof useIntl>, count: number, more: boolean): string =>
  intl.formatMessage({ id: more ? 'orders.count.more' : 'orders.count' }, { count });

/** Says how many were found once a search has settled, not at every event. */
function useCountAnnounced(count: number | undefined, more: boolean): void {
  const intl = useIntl();
  const announce = useAnnounce();
  const { search } = useOrderPlace();
  const asked = JSON.stringify(search);
  const settled = count !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: spoken once for each search that has settled
  useEffect(() => {
    if (!settled || asked === '{}') return undefined;
    const timer = setTimeout(() => announce(countText(intl, count, more)), 600);
    return () => clearTimeout(timer);
  }, [asked, settled]);
}

function NothingMatches({ onClear }: { onClear: () => void }): ReactNode {
  const intl = useIntl();
  return (
    <EmptyState
      icon={IconFilterOff}
      title={intl.formatMessage({ id: 'orders.nothing_matches' })}
      action={
        <Button variant="default" onClick={onClear}>
          {intl.formatMessage({ id: 'orders.filter.clear_all' })}
        </Button>
      }
    >
      {intl.formatMessage({ id: 'orders.nothing_matches.why' })}
    </EmptyState>
  );
}

function NoOrders(): ReactNode {
  const intl = useIntl();
  return (
    <EmptyState
      icon={IconReceipt}
      title={intl.formatMessage({ id: 'orders.none' })}
      action={
        <Group gap="xs">
          <Button component={Link} to="/collect">
            {intl.formatMessage({ id: 'frame.nav.collect' })}
          </Button>
          <Button component={Link} to="/payout" variant="default">
            {intl.formatMessage({ id: 'frame.nav.payout' })}
          </Button>
        </Group>
      }
    >
      {intl.formatMessage({ id: 'orders.none.why' })}
    </EmptyState>
  );
}
