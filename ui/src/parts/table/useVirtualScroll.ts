import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { bodyHeight, hasStrayed, type Lengths, type Place, placeAt, scrolledTo } from './scrollMap';

/** Rows drawn beyond the edges, so that a fast wheel finds them there. */
const OVERSCAN = 12;

/** Rows are placed within a block, so that no number of pixels grows beyond what layout keeps exact. */
const BLOCK = 1_000;

/** How long scrolling has to rest before a strayed bar is put right, in milliseconds. */
const REST_MS = 160;

export type VirtualScroll = {
  /** The first and the last row to draw. */
  first: number;
  last: number;
  /** The most rows that are drawn at a time. */
  slots: number;
  /** The height of the body, in pixels. */
  height: number;
  /** The row that the drawn ones are placed from, and where it lies in the body. */
  block: { row: number; top: number };
  /** What is at the upper edge, over all rows, in pixels. */
  top: () => number;
  /** How many whole rows can be seen. */
  page: () => number;
  scrollTo: (top: number) => void;
  /** Scrolls as little as brings a row into sight. */
  reveal: (row: number) => void;
};

type Size = { count: number; rowHeight: number; headHeight: number };

/** Which rows of a long list are in sight, and the ways to others. Scrolling draws anew only when rows come or go. */
export function useVirtualScroll(grid: RefObject<HTMLElement | null>, size: Size): VirtualScroll {
  const place = useRef<Place>({ top: 0, bar: 0 });
  const latest = useRef(size);
  const [view, measure] = useState(0);
  const lengths = useCallback((): Lengths => {
    const { count, rowHeight, headHeight } = latest.current;
    const seen = (grid.current?.clientHeight ?? 0) - headHeight;
    return { total: count * rowHeight, view: Math.max(0, seen) };
  }, [grid]);
  const [drawn, draw] = useState({ row: 0, shift: 0 });
  const look = useCallback(() => {
    const { top, bar } = place.current;
    const row = Math.floor(top / latest.current.rowHeight);
    const shift = bar - top;
    draw((now) => (now.row === row && now.shift === shift ? now : { row, shift }));
  }, []);
  const put = useCallback(
    (next: Place) => {
      const element = grid.current;
      if (element !== null && element.scrollTop !== next.bar) {
        element.scrollTop = next.bar;
        // What the browser made of it: whole pixels, or less than asked for.
        place.current = { top: next.top, bar: element.scrollTop };
      } else place.current = next;
      look();
    },
    [grid, look],
  );
  const scrollTo = useCallback((top: number) => put(placeAt(top, lengths())), [put, lengths]);

  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const settle = () => put(placeAt(place.current.top, lengths()));
    const follow = () => {
      if (element.scrollTop === place.current.bar) return;
      place.current = scrolledTo(element.scrollTop, place.current, lengths());
      look();
      clearTimeout(resting);
      if (hasStrayed(place.current, lengths())) settle();
      else resting = setTimeout(settle, REST_MS);
    };
    const resized = () => measure(lengths().view);
    const watch = new ResizeObserver(resized);
    resized();
    watch.observe(element);
    element.addEventListener('scroll', follow, { passive: true });
    return () => {
      clearTimeout(resting);
      watch.disconnect();
      element.removeEventListener('scroll', follow);
    };
  }, [grid, put, look, lengths]);

  // More rows, fewer, taller: the same row stays at the upper edge.
  const { count, rowHeight } = size;
  useLayoutEffect(() => {
    const before = latest.current;
    latest.current = size;
    const scale = size.rowHeight / before.rowHeight;
    if (before.count !== size.count || scale !== 1) put(placeAt(place.current.top * scale, lengths()));
    measure(lengths().view);
  });

  const page = useCallback(() => Math.floor(lengths().view / latest.current.rowHeight), [lengths]);
  const reveal = useCallback(
    (row: number) => {
      const { rowHeight: height } = latest.current;
      const { top } = place.current;
      const { view: seen } = lengths();
      if (row * height < top) scrollTo(row * height);
      else if ((row + 1) * height > top + seen) scrollTo((row + 1) * height - seen);
    },
    [lengths, scrollTo],
  );
  const first = Math.max(0, Math.min(drawn.row, count - 1) - OVERSCAN);
  const seen = Math.ceil(view / rowHeight);
  const last = Math.min(count - 1, drawn.row + seen + OVERSCAN);
  const slots = OVERSCAN + seen + OVERSCAN + 1;
  const row = Math.floor(first / BLOCK) * BLOCK;
  const { shift } = drawn;
  return useMemo(
    () => ({
      first,
      last,
      slots,
      height: bodyHeight(count * rowHeight),
      block: { row, top: row * rowHeight + shift },
      top: () => place.current.top,
      page,
      scrollTo,
      reveal,
    }),
    [first, last, slots, count, rowHeight, row, shift, page, scrollTo, reveal],
  );
}
