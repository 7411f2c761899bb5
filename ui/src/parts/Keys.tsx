import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';

/** One entry of the keyboard map: `"g o"`, `"?"`, `"Ctrl+K"`. */
export type KeyEntry = {
  keys: string;
  /** What it does, in the person's language; shown on the sheet of keys. */
  label: string;
  /** Without it, whatever has the focus listens for it, and it only stands on the sheet of keys. */
  run?: () => void;
  /** Also while typing in a field. Only for combinations with Ctrl. */
  whileTyping?: boolean;
};

type Registry = { add: (entry: KeyEntry) => () => void; entries: readonly KeyEntry[] };

const Keys = createContext<Registry>({ add: () => () => undefined, entries: [] });

/** Everything that can be pressed now, for the sheet of keys. */
export const useKeyEntries = (): readonly KeyEntry[] => useContext(Keys).entries;

/** Binds keys while the component is on the screen. The latest binding of a combination wins. */
export function useKeys(bindings: readonly KeyEntry[]): void {
  const { add } = useContext(Keys);
  const latest = useRef(bindings);
  latest.current = bindings;
  const signature = bindings.map(({ keys, label }) => `${keys}\u0000${label}`).join('\u0001');
  useEffect(() => {
    const removals =
      signature === ''
        ? []
        : signature.split('\u0001').map((line, at) => {
            const [keys = '', label = ''] = line.split('\u0000');
            const now = () => latest.current[at];
            return add({
              keys,
              label,
              ...(latest.current[at]?.run === undefined ? {} : { run: () => now()?.run?.() }),
              whileTyping: latest.current[at]?.whileTyping ?? false,
            });
          });
    return () => {
      for (const remove of removals) remove();
    };
  }, [add, signature]);
}

/** How long the second key of a sequence may take. */
const PATIENCE_MS = 1200;

/** Listens to the keyboard for the whole window. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [entries, change] = useState<readonly KeyEntry[]>([]);
  // What is pressed counts from the moment that it is bound, not from the next drawing on: `entries` is for showing.
  const present = useRef(entries);
  const registry = useMemo(() => {
    const set = (all: readonly KeyEntry[]) => {
      present.current = all;
      change(all);
    };
    return {
      add: (entry: KeyEntry) => {
        set([...present.current, entry]);
        return () => set(present.current.filter((other) => other !== entry));
      },
    };
  }, []);
  useEffect(() => {
    let before = { stroke: '', at: 0 };
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const stroke = strokeOf(event);
      const sequence = event.timeStamp - before.at < PATIENCE_MS ? `${before.stroke} ${stroke}` : stroke;
      const typing = isTyping(event.target);
      const blocked = document.querySelector('[aria-modal="true"]') !== null;
      const bound = (wanted: string) =>
        blocked
          ? undefined
          : present.current.findLast(
              (entry) =>
                entry.keys === wanted && entry.run !== undefined && (entry.whileTyping === true || !typing),
            );
      // The second key of a sequence belongs to the sequence, also where it means something alone.
      const found = bound(sequence) ?? bound(stroke);
      before = typing || found !== undefined ? { stroke: '', at: 0 } : { stroke, at: event.timeStamp };
      if (found === undefined) return;
      event.preventDefault();
      found.run?.();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  const value = useMemo(() => ({ add: registry.add, entries }), [registry, entries]);
  return <Keys value={value}>{children}</Keys>;
}

/** How a stroke is written in a key entry: `k`, `?`, `Ctrl+K`, `Ctrl+Enter`. */
export function strokeOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const held = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : ''].filter(Boolean);
  const key = held.length > 0 && event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [...held, key].join('+');
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches(
      'textarea, select, [role="combobox"], input:not([type="checkbox"], [type="radio"], [type="button"])',
    )
  );
}
