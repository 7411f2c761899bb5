import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { asIpcError, errorEntry, keys, shell } from '../../../ipc';
import { useAnnounce } from '../../../parts';

/** A mark to give to orders, or to take away. */
export type Mark = { kind: 'star'; wanted: boolean } | { kind: 'label'; name: string; wanted: boolean };

/** How far marking many orders has come. */
export type Marking = { done: number; total: number };

/** Orders that are marked at once; between two such steps it can be stopped. */
const STEP = 100;
/** What is over sooner needs no progress. */
const SHOWN_AFTER_MS = 1000;
/** How long the way back is offered. Until then it can be read in peace; later the mark itself can be taken off. */
const UNDO_MS = 12_000;

const apply = (ids: string[], mark: Mark): Promise<string[]> =>
  mark.kind === 'star' ? shell.setStar(ids, mark.wanted) : shell.setLabel(ids, mark.name, mark.wanted);

/**
 * Gives and takes marks. What changed is said aloud and can be undone; only those orders are changed back for which
 * something changed. What takes longer than a second shows how far it is and can be stopped.
 */
export function useMarking() {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [marking, tell] = useState<Marking>();
  const turn = useRef(0);
  const busy = useRef(false);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  const stop = useCallback(() => {
    turn.current += 1;
  }, []);

  const refresh = () =>
    Promise.all(
      [keys.orders, keys.details, keys.labels].map((queryKey) => client.invalidateQueries({ queryKey })),
    );

  const work = async (ids: readonly string[], mark: Mark) => {
    turn.current += 1;
    const mine = turn.current;
    const changed: string[] = [];
    let done = 0;
    let shown = false;
    const timer = setTimeout(() => {
      shown = true;
      tell({ done, total: ids.length });
    }, SHOWN_AFTER_MS);
    try {
      while (done < ids.length && turn.current === mine) {
        const step = ids.slice(done, done + STEP);
        changed.push(...(await apply(step, mark)));
        done += step.length;
        if (shown) tell({ done, total: ids.length });
      }
    } catch (thrown) {
      const error = asIpcError(thrown);
      const why = intl.formatMessage({ id: errorEntry(error).text }, error.details);
      announce(why);
      notifications.show({ message: why, color: 'red.8', autoClose: false });
    } finally {
      clearTimeout(timer);
      tell(undefined);
    }
    await refresh();
    return changed;
  };

  const mark = async (ids: readonly string[], wanted: Mark) => {
    if (busy.current || ids.length === 0) return;
    busy.current = true;
    const changed = await work(ids, wanted).finally(() => {
      busy.current = false;
    });
    const said = saidOf(intl, wanted, changed.length);
    announce(said);
    // The same mark given and taken again and again is told of once: how it stands now.
    const id = `mark-${wanted.kind}-${wanted.kind === 'label' ? wanted.name : ''}-${ids.length}-${ids[0] ?? ''}`;
    notifications.hide(id);
    notifications.show({
      id,
      autoClose: UNDO_MS,
      message: (
        <Text size="sm" component="div">
          {said}{' '}
          {changed.length === 0 ? null : (
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => {
                notifications.hide(id);
                void work(changed, { ...wanted, wanted: !wanted.wanted }).then((back) =>
                  announce(intl.formatMessage({ id: 'marks.undone' }, { count: back.length })),
                );
              }}
            >
              {intl.formatMessage({ id: 'marks.undo' })}
            </Anchor>
          )}
        </Text>
      ),
    });
  };

  return {
    /** How far it is; only of what takes its time. */
    marking,
    stop,
    /** Marks some orders, with a way back. */
    mark: (ids: readonly string[], wanted: Mark) => void mark(ids, wanted),
    /** Gives one order a star or takes it away. */
    star: (id: string, wanted: boolean) => void mark([id], { kind: 'star', wanted }),
  };
}

function saidOf(intl: ReturnType<typeof useIntl>, mark: Mark, count: number): string {
  const name = mark.kind === 'label' ? mark.name : '';
  return intl.formatMessage({ id: `marks.${mark.kind}.${mark.wanted ? 'given' : 'taken'}` }, { name, count });
}
