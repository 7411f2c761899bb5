import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Arrangement } from '../../../parts';
import { type ColumnSetting, isUntouched, moved, ordered, readSetting, sized } from './arrangement';
import { type OrderColumn, orderColumns } from './columns';

/** Columns that a saved view brings along. */
export type OwnColumns = { view: string; setting: ColumnSetting };

/**
 * The columns as the person has arranged them; remembered on this computer. Those that a view brings along stand in
 * their place while it is open, and what is changed of them then is the view's: kept when the view is.
 */
export function useOrderColumns(own?: OwnColumns) {
  const intl = useIntl();
  const [stored, store] = useLocalStorage<ColumnSetting>({
    key: 'counterfoil-order-columns',
    defaultValue: {},
    getInitialValueInEffect: false,
    deserialize: readSetting,
    serialize: JSON.stringify,
  });
  const [draft, setDraft] = useState<OwnColumns>();
  const drafted = draft !== undefined && draft.view === own?.view ? draft.setting : undefined;
  const setting = drafted ?? own?.setting ?? stored;
  const view = own?.view;
  const keep = useCallback(
    (change: (now: ColumnSetting) => ColumnSetting) => {
      if (view === undefined) store(change);
      else setDraft({ view, setting: change(setting) });
    },
    [view, setting, store],
  );
  return useMemo(() => {
    const known = orderColumns(intl);
    const ids = known.map(({ id }) => id);
    const all = ordered(ids, setting)
      .map((id) => known.find((column) => column.id === id))
      .filter((column) => column !== undefined)
      .map((column) => withWidth(column, setting.widths?.[column.id]));
    const isShown = (column: OrderColumn) => setting.shown?.includes(column.id) ?? column.extra !== true;
    const chosen = all.filter(isShown);
    return {
      /** Every column there is, in the person's order. */
      all,
      /** Those to show. */
      chosen,
      /** Whether they stay however little room there is; else some of them give way. */
      fixed: setting.shown !== undefined,
      untouched: isUntouched(setting),
      show: (id: string, shown: boolean) =>
        keep((now) => {
          const before = all.filter(isShown).map((column) => column.id);
          const after = shown ? [...before, id] : before.filter((other) => other !== id);
          return after.length === 0 ? now : { ...now, shown: after };
        }),
      move: (id: string, before: string | undefined) => keep((now) => moved(ids, now, id, before)),
      size: (id: string, rem: number) => keep((now) => sized(now, id, rem)),
      asBefore: () => keep(() => ({})),
      /** What of it is the person's. */
      setting,
      /** Forgets what was changed of a view's columns. */
      forget: () => setDraft(undefined),
    };
  }, [intl, setting, keep]);
}

export type OrderColumns = ReturnType<typeof useOrderColumns>;

/** What the table calls when headers are dragged, in the terms of the columns on show. */
export const arrangementOf = (
  visible: readonly OrderColumn[],
  { move, size }: OrderColumns,
): Arrangement => ({
  move: (id, to) => move(id, visible[to]?.id ?? undefined),
  size,
});

const withWidth = (column: OrderColumn, rem: number | undefined): OrderColumn =>
  rem === undefined ? column : { ...column, rem, width: `${rem}rem` };
