/** What a stroke means to a table. Pure, so that it can be read in one place. */
export type Stroke =
  | { does: 'go'; to: number; extend: boolean }
  | { does: 'cell'; by: -1 | 1 }
  | { does: 'move'; by: -1 | 1 }
  | { does: 'size'; by: -1 | 1 }
  | { does: 'open' | 'toggle' | 'all' | 'none' | 'copy' | 'leave' };

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Where the keyboard stands, how many rows there are, and how many of them are a page. */
type Standing = { at: number; count: number; page: number; inCell: boolean; selected: boolean };

/** The meaning of a stroke; nothing when the table has none for it and leaves it to others. */
export function strokeIn(pressed: Pressed, standing: Standing): Stroke | undefined {
  const { key, altKey, shiftKey } = pressed;
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  if (altKey) return undefined;
  if (ctrl) {
    if (shiftKey) return undefined;
    if (key === 'a') return { does: 'all' };
    if (key === 'c') return { does: 'copy' };
    const by = standing.inCell ? sideOf(key) : undefined;
    return by === undefined ? undefined : { does: 'move', by };
  }
  const side = sideOf(key);
  if (side !== undefined) {
    if (!shiftKey) return { does: 'cell', by: side };
    return standing.inCell ? { does: 'size', by: side } : undefined;
  }
  const to = goal(key, standing);
  if (to !== undefined) return { does: 'go', to, extend: shiftKey };
  if (key === 'Enter') return { does: 'open' };
  if (key === ' ') return { does: 'toggle' };
  if (key === 'Escape' && standing.selected) return { does: 'none' };
  if (key === 'Escape' && standing.inCell) return { does: 'leave' };
  return undefined;
}

const sideOf = (key: string): -1 | 1 | undefined =>
  key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : undefined;

function goal(key: string, { at, count, page }: Standing): number | undefined {
  const aim = aimOf(key, at, page, count);
  return aim === undefined ? undefined : Math.min(Math.max(aim, 0), count - 1);
}

function aimOf(key: string, at: number, page: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at + 1;
    case 'ArrowUp':
    case 'k':
      return at - 1;
    case 'PageDown':
      return at + page;
    case 'PageUp':
      return at - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
