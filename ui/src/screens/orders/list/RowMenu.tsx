import { Menu } from '@mantine/core';
import {
  IconAppWindow,
  IconArrowAutofitWidth,
  IconClipboardText,
  IconExternalLink,
  IconHash,
  IconRefresh,
  IconStar,
  IconTable,
} from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import type { Point, Spot } from '../../../parts';
import classes from '../Orders.module.css';
import type { OrderColumn } from './columns';

export type MenuPlace = { spot: Spot<OrderSummaryView>; at: Point; fit: (column: string) => void };

type RowMenuProps = {
  place: MenuPlace | undefined;
  columns: readonly OrderColumn[];
  /** How many rows "copy" would copy. */
  copied: number;
  onClose: () => void;
  onCopyCell: (spot: Spot<OrderSummaryView>) => void;
  onCopyNumber: (order: OrderSummaryView) => void;
  onCopyRows: () => void;
  onOpen: (order: OrderSummaryView) => void;
  onOwnWindow: (order: OrderSummaryView) => void;
  onStar: (order: OrderSummaryView) => void;
  onAsk: (order: OrderSummaryView) => void;
};

/** What a right click or the menu key offers for a row, and for the cell under it. */
export function RowMenu(props: RowMenuProps) {
  const { place, columns, copied, onClose, onCopyCell, onCopyNumber, onCopyRows, onOpen, onAsk } = props;
  const { onOwnWindow, onStar } = props;
  const intl = useIntl();
  const order = place?.spot.row;
  const column = columns.find(({ id }) => id === place?.spot.column);
  const empty = order === undefined || column === undefined || column.text(order) === '';
  return (
    <Menu
      opened={place !== undefined}
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      position="bottom-start"
      shadow="md"
      returnFocus
      // Another row's menu is another menu.
      key={place === undefined ? '' : `${place.at.x} ${place.at.y}`}
    >
      <Menu.Target>
        <span
          aria-hidden
          className={classes['pin']}
          style={{ left: place?.at.x ?? 0, top: place?.at.y ?? 0 }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={order?.number}>
        {place === undefined || order === undefined ? null : (
          <>
            {empty ? null : (
              <Menu.Item
                leftSection={<IconClipboardText size="1.1em" aria-hidden />}
                onClick={() => onCopyCell(place.spot)}
              >
                {intl.formatMessage({ id: 'parts.copy_what' }, { what: column.header })}
              </Menu.Item>
            )}
            {column?.id === 'number' && !empty ? null : (
              <Menu.Item
                leftSection={<IconHash size="1.1em" aria-hidden />}
                onClick={() => onCopyNumber(order)}
              >
                {intl.formatMessage({ id: 'orders.key.copy' })}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconTable size="1.1em" aria-hidden />} onClick={onCopyRows}>
              {intl.formatMessage({ id: 'orders.menu.copy_rows' }, { count: copied })}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconExternalLink size="1.1em" aria-hidden />}
              onClick={() => onOpen(order)}
            >
              {intl.formatMessage({ id: 'orders.menu.open' })}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconAppWindow size="1.1em" aria-hidden />}
              onClick={() => onOwnWindow(order)}
            >
              {intl.formatMessage({ id: 'own.open' })}
            </Menu.Item>
            <Menu.Item leftSection={<IconStar size="1.1em" aria-hidden />} onClick={() => onStar(order)}>
              {intl.formatMessage({ id: order.starred ? 'marks.star.take' : 'marks.star.give' })}
            </Menu.Item>
            <Menu.Item leftSection={<IconRefresh size="1.1em" aria-hidden />} onClick={() => onAsk(order)}>
              {intl.formatMessage({ id: 'orders.action.ask' })}
            </Menu.Item>
            {column === undefined ? null : (
              <>
                <Menu.Divider />
                <Menu.Item
                  leftSection={<IconArrowAutofitWidth size="1.1em" aria-hidden />}
                  onClick={() => place.fit(column.id)}
                >
                  {intl.formatMessage({ id: 'orders.columns.fit' }, { column: column.header })}
                </Menu.Item>
              </>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
