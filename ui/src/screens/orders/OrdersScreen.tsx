import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../ipc';
import { Page, useCopy, useKeys, useWidthInRem } from '../../parts';
import { OrderDetail } from './detail/OrderDetail';
import { Filters } from './list/Filters';
import { OrderCount, OrderList } from './list/OrderList';
import { SortSelect } from './list/SortSelect';
import classes from './Orders.module.css';
import { useAskGateway } from './useAskGateway';
import { useOrderPlace } from './useOrderPlace';

/** From this width of the window on (1200 px at 100 % text) the detail stands beside the list, else over it. */
const ROOM_REM = 75;

/** The orders, searched and filtered, and the one that is open. */
export function OrdersScreen() {
  const intl = useIntl();
  const { openId, open, close } = useOrderPlace();
  const beside = useWidthInRem() >= ROOM_REM;
  const list = useRef<HTMLDivElement>(null);
  const [active, activate] = useState<OrderSummaryView>();
  const covered = openId !== undefined && !beside;
  useRowKeys(list, active, covered);
  useFocusBack(list, openId);
  return (
    <Page
      title={intl.formatMessage({ id: 'frame.nav.orders' })}
      lead={<OrderCount />}
      actions={<SortSelect />}
      width="full"
    >
      <div className={classes['screen']} data-beside={(beside && openId !== undefined) || undefined}>
        {/* Covered, the list stays as it is, its place and its rows, but cannot be reached. */}
        <div ref={list} className={classes['list']} inert={covered}>
          <Filters />
          <OrderList
            onOpen={({ id }) => open(id)}
            onActive={(order) => {
              activate(order);
              // With the detail beside, it follows the keyboard from row to row.
              if (openId !== undefined && beside && order.id !== openId) open(order.id, true);
            }}
          />
        </div>
        {openId === undefined ? null : (
          <OrderDetail key={openId} id={openId} over={!beside} onClose={close} />
        )}
      </div>
    </Page>
  );
}

const gridIn = (list: HTMLElement | null): HTMLElement | null =>
  list?.querySelector<HTMLElement>('[role="grid"]') ?? null;

/** The keys for rows: `j` and `k` step into the list (which takes over), `c` copies, `r` asks. */
function useRowKeys(
  list: React.RefObject<HTMLDivElement | null>,
  active: OrderSummaryView | undefined,
  covered: boolean,
): void {
  const intl = useIntl();
  const [copy] = useCopy();
  const { ask } = useAskGateway();
  const enter = () => {
    if (!covered) gridIn(list.current)?.focus();
  };
  useKeys([
    { keys: 'j', label: intl.formatMessage({ id: 'orders.key.next' }), run: enter },
    { keys: 'k', label: intl.formatMessage({ id: 'orders.key.previous' }), run: enter },
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
        if (active === undefined) return;
        ask(active, {
          told: (message) => notifications.show({ message }),
          failed: (message) => notifications.show({ message, color: 'red.8', autoClose: false }),
        });
      },
    },
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
