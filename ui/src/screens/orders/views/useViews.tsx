import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { asIpcError, errorEntry, type SavedViewView, useKeepViews, useSavedViews } from '../../../ipc';
import { useAnnounce } from '../../../parts';
import type { OrderColumns } from '../list/useOrderColumns';
import { useOrderPlace } from '../useOrderPlace';
import { lookOf, movedTo, placeOf, readLook } from './look';

/** How long a deleted view can be had back from the toast, in milliseconds. */
const UNDO_MS = 12_000;

const none: readonly SavedViewView[] = [];

/** The view that is open, if it is one, with the columns that it brings along. */
export function useOpenView() {
  const { search } = useOrderPlace();
  const views = useSavedViews().data ?? none;
  const open = views.find(({ name }) => name === search.view);
  return useMemo(() => {
    if (open === undefined) return undefined;
    const { columns } = readLook(open.look);
    return { view: open, own: columns === undefined ? undefined : { view: open.name, setting: columns } };
  }, [open]);
}

/** The saved views and what can be done with them. */
export function useViews(columns: OrderColumns) {
  const intl = useIntl();
  const announce = useAnnounce();
  const { search, filter, show } = useOrderPlace();
  const views = useSavedViews().data ?? none;
  const keep = useKeepViews();
  const opened = useOpenView();
  const at = views.findIndex(({ name }) => name === opened?.view.name);
  const present = { query: search.text ?? '', look: lookOf(search, columns.setting) };
  const tried = (change: (now: readonly SavedViewView[]) => SavedViewView[]): Promise<boolean> =>
    keep(change).then(
      () => true,
      (thrown: unknown) => {
        const error = asIpcError(thrown);
        const message = intl.formatMessage({ id: errorEntry(error).text }, error.details);
        notifications.show({ message, color: 'red.8', autoClose: false });
        return false;
      },
    );
  const changed = opened !== undefined && differs(opened.view, present, opened.own !== undefined);
  return {
    views,
    /** The place of the open one; -1 when none is. */
    at,
    /** Whether the list is not as the open view has it. */
    changed,
    /** Opens a view; without one, all orders. */
    open: (view?: SavedViewView) => {
      columns.forget();
      void show(view === undefined ? {} : placeOf(view));
    },
    add: (wanted: readonly SavedViewView[]) => tried((now) => [...now, ...wanted]),
    save: async (name: string) => {
      if (await tried((now) => [...now, { name, ...present }])) {
        await filter({ view: name });
        announce(intl.formatMessage({ id: 'views.saved' }, { name }));
      }
    },
    overwrite: async () => {
      const name = opened?.view.name;
      if (name === undefined) return;
      if (await tried((now) => now.map((view) => (view.name === name ? { name, ...present } : view)))) {
        columns.forget();
        announce(intl.formatMessage({ id: 'views.saved' }, { name }));
      }
    },
    rename: async (from: string, to: string) => {
      const renamed = (view: SavedViewView) => (view.name === from ? { ...view, name: to } : view);
      if ((await tried((now) => now.map(renamed))) && search.view === from) await filter({ view: to });
    },
    move: async (from: number, to: number) => {
      const name = views[from]?.name ?? '';
      if (await tried((now) => movedTo(now, from, to))) {
        announce(intl.formatMessage({ id: 'views.moved' }, { name, at: to + 1, count: views.length }));
      }
    },
    remove: async (view: SavedViewView) => {
      const place = views.indexOf(view);
      if (!(await tried((now) => now.filter(({ name }) => name !== view.name)))) return;
      if (search.view === view.name) await filter({ view: undefined });
      const id = notifications.show({
        message: (
          <Deleted
            name={view.name}
            onUndo={() => {
              notifications.hide(id);
              void tried((now) => [...now.slice(0, place), view, ...now.slice(place)]);
            }}
          />
        ),
        autoClose: UNDO_MS,
      });
    },
  };
}

export type Views = ReturnType<typeof useViews>;

/** Columns count only where the view brings its own: else they are the person's for all lists. */
function differs(
  view: SavedViewView,
  present: Pick<SavedViewView, 'query' | 'look'>,
  hasColumns: boolean,
): boolean {
  const [was, is] = [readLook(view.look), readLook(present.look)];
  return (
    view.query !== present.query ||
    was.sort !== is.sort ||
    (hasColumns && JSON.stringify(was.columns) !== JSON.stringify(is.columns))
  );
}

function Deleted({ name, onUndo }: { name: string; onUndo: () => void }) {
  const intl = useIntl();
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{intl.formatMessage({ id: 'views.deleted' }, { name })}</Text>
      <Button size="compact-sm" variant="default" flex="none" onClick={onUndo}>
        {intl.formatMessage({ id: 'views.undo' })}
      </Button>
    </Group>
  );
}
