import { describe, expect, it } from 'vitest';
import {
  BODY_MAX_PX,
  barAt,
  bodyHeight,
  hasStrayed,
  type Lengths,
  placeAt,
  scrolledTo,
  topAt,
} from './scrollMap';

/** A million rows at 200 % text, 80 px each, in a window of 640 px. */
const million: Lengths = { total: 80_000_000, view: 640 };
const short: Lengths = { total: 9_600, view: 640 };
const lastTop = million.total - million.view;
const lastBar = BODY_MAX_PX - million.view;

describe('the scroll map', () => {
  it('leaves a list alone that fits into an element', () => {
    expect(bodyHeight(short.total)).toBe(9_600);
    for (const bar of [0, 1, 512.5, 8_960]) {
      expect(topAt(bar, short)).toBe(bar);
      expect(barAt(bar, short)).toBe(bar);
    }
    expect(scrolledTo(8_000, { top: 0, bar: 0 }, short)).toEqual({ top: 8_000, bar: 8_000 });
  });

  it('never draws a body that a browser would cut', () => {
    expect(bodyHeight(million.total)).toBeLessThan(33_554_428);
  });

  it('reaches the first and the last pixel of a million rows', () => {
    expect(topAt(0, million)).toBe(0);
    expect(topAt(lastBar, million)).toBe(lastTop);
    expect(placeAt(Number.POSITIVE_INFINITY, million)).toEqual({ top: lastTop, bar: lastBar });
    expect(placeAt(-5, million)).toEqual({ top: 0, bar: 0 });
  });

  it('goes there and back without losing its place, and always forward', () => {
    let before = -1;
    for (let bar = 0; bar <= lastBar; bar += 77_777) {
      const top = topAt(bar, million);
      expect(top).toBeGreaterThan(before);
      expect(barAt(top, million)).toBeCloseTo(bar, 3);
      before = top;
    }
  });

  it('has every row within reach of the bar', () => {
    for (const row of [0, 1, 499_999, 500_000, 999_990, 999_991]) {
      const { bar } = placeAt(row * 80, million);
      expect(bar).toBeLessThanOrEqual(lastBar);
      expect(topAt(bar, million)).toBeCloseTo(row * 80, 3);
    }
  });

  it('moves by exact pixels with wheel and keys, wherever it is', () => {
    let place = placeAt(40_000_000, million);
    const { top } = place;
    for (let turn = 1; turn <= 200; turn += 1) {
      place = scrolledTo(place.bar + 53, place, million);
      expect(place.top).toBe(top + turn * 53);
    }
  });

  it('follows the bar where it is dragged', () => {
    const place = scrolledTo(15_000_000, placeAt(0, million), million);
    expect(place.top).toBeCloseTo(topAt(15_000_000, million), 3);
    expect(place.top).toBeGreaterThan(39_000_000);
  });

  // As the table does it: short ways add up, and the bar is put right when it has strayed.
  const walk = (from: number, step: number, turns: number) => {
    let place = placeAt(from, million);
    for (let turn = 0; turn < turns; turn += 1) {
      const bar = Math.min(Math.max(place.bar + step, 0), lastBar);
      const before = place.top;
      place = scrolledTo(bar, place, million);
      expect(Math.abs(place.top - before)).toBeLessThanOrEqual(Math.abs(step));
      if (hasStrayed(place, million)) place = placeAt(place.top, million);
    }
    return place;
  };

  it('comes to either end by the wheel alone, from the compressed middle', () => {
    expect(walk(lastTop - 2_000_000, 1_000, 2_100).top).toBe(lastTop);
    expect(walk(2_000_000, -1_000, 2_100).top).toBe(0);
  });

  it('keeps the last rows exact: no pixel is skipped or repeated', () => {
    expect(walk(lastTop - 10_000, 1, 9_999).top).toBe(lastTop - 1);
    expect(walk(lastTop - 10_000, 1, 10_000)).toEqual({ top: lastTop, bar: lastBar });
  });
});
