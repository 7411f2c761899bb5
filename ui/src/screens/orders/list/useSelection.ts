import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { OrderSummaryView } from '../../../ipc';
import type { RowSelection } from '../../../parts';

/**
 * The selected orders. They stay selected while others come and go and while pages are added, also when a change takes
 * one of them out of the list; another search forgets them all: nothing hidden is remembered.
 */
export function useSelection(rows: readonly OrderSummaryView[], asked: string) {
  const [chosen, choose] = useState<ReadonlyMap<string, OrderSummaryView>>(new Map());
  const listed = useRef(rows);
  listed.current = rows;
  const before = useRef(asked);
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    choose(new Map());
  }, [asked]);
  const selected = useMemo(() => new Set(chosen.keys()), [chosen]);
  const change = useCallback((next: ReadonlySet<string>) => {
    choose((now) => {
      const known = new Map(listed.current.map((order) => [order.id, order]));
      const kept = [...next].map((id) => [id, known.get(id) ?? now.get(id)] as const);
      return new Map(kept.filter((entry): entry is [string, OrderSummaryView] => entry[1] !== undefined));
    });
  }, []);
  const selection = useMemo<RowSelection>(() => ({ selected, change }), [selected, change]);
  const { orders, away } = useMemo(() => {
    if (chosen.size === 0) return { orders: [], away: 0 };
    const present = rows.filter(({ id }) => chosen.has(id));
    const here = new Set(present.map(({ id }) => id));
    const gone = [...chosen.values()].filter(({ id }) => !here.has(id));
    return { orders: [...present, ...gone], away: gone.length };
  }, [rows, chosen]);
  return {
    selection,
    /** As they stand now, in the order of the list; those that have left it come last. */
    orders,
    /** How many of them the list does not show any more. */
    away,
    clear: useCallback(() => choose(new Map()), []),
  };
}
