// Where a list stands, and where its scroll bar stands for it. WebKitGTK and Chromium end an element at 33,554,428
// pixels: a million rows at 200 % text need 80 million. A longer list keeps a shorter body, and what the bar's middle
// part covers is compressed; wheel and keyboard still move by exact pixels. Pure: no element is touched here.

/** The tallest body that is ever drawn, in pixels; a good way below where browsers end an element. */
export const BODY_MAX_PX = 30_000_000;

/** So much at either end is never compressed: the first and the last rows are reached pixel by pixel. */
const EDGE_PX = 500_000;

/** A shorter way than this is wheel, keys or momentum; a longer one is the bar being dragged or pressed. */
const LOCAL_PX = 4_000;

/** In pixels: all rows together, and how much of them can be seen at once. */
export type Lengths = { total: number; view: number };

/** In pixels: what is at the upper edge of the view, counted over all rows; and the element's own scroll position. */
export type Place = { top: number; bar: number };

/** How tall the body is drawn. */
export const bodyHeight = (total: number): number => Math.min(total, BODY_MAX_PX);

const topMax = ({ total, view }: Lengths): number => Math.max(0, total - view);
const barMax = ({ total, view }: Lengths): number => Math.max(0, bodyHeight(total) - view);
const within = (value: number, max: number): number => Math.min(Math.max(value, 0), max);

/** What stands at the upper edge when the bar is put there. */
export function topAt(bar: number, lengths: Lengths): number {
  const [tops, bars] = [topMax(lengths), barMax(lengths)];
  const at = within(bar, bars);
  if (tops === bars || at <= EDGE_PX) return at;
  if (at >= bars - EDGE_PX) return tops - (bars - at);
  return EDGE_PX + ((at - EDGE_PX) * (tops - 2 * EDGE_PX)) / (bars - 2 * EDGE_PX);
}

/** Where the bar belongs when that stands at the upper edge: the way back from `topAt`. */
export function barAt(top: number, lengths: Lengths): number {
  const [tops, bars] = [topMax(lengths), barMax(lengths)];
  const at = within(top, tops);
  if (tops === bars || at <= EDGE_PX) return at;
  if (at >= tops - EDGE_PX) return bars - (tops - at);
  return EDGE_PX + ((at - EDGE_PX) * (bars - 2 * EDGE_PX)) / (tops - 2 * EDGE_PX);
}

/** The place that shows `top`, as near as the list allows. */
export const placeAt = (top: number, lengths: Lengths): Place => {
  const held = within(top, topMax(lengths));
  return { top: held, bar: barAt(held, lengths) };
};

/** The place after the element was scrolled to `bar`: a short way moves by exact pixels, a long one by the map. */
export function scrolledTo(bar: number, from: Place, lengths: Lengths): Place {
  const way = bar - from.bar;
  if (Math.abs(way) > Math.max(LOCAL_PX, 3 * lengths.view) || topMax(lengths) === barMax(lengths)) {
    return { top: topAt(bar, lengths), bar };
  }
  return { top: within(from.top + way, topMax(lengths)), bar };
}

/**
 * Whether the bar has to be put right now, not only once scrolling rests: it has come to an end of its way that the list
 * has not come to, or strayed so far that it soon would.
 */
export function hasStrayed({ top, bar }: Place, lengths: Lengths): boolean {
  const stray = Math.abs(bar - barAt(top, lengths));
  const atEnd = bar <= 0 || bar >= barMax(lengths);
  return stray > EDGE_PX / 2 || (atEnd && stray >= 1);
}
