import { describe, expect, it } from 'vitest';
import { extent, ranged, toggled } from './selection';

const keys = ['a', 'b', 'c', 'd', 'e'];

describe('a selection', () => {
  it('takes a row in and out again, and leaves what it was given alone', () => {
    const before = new Set(['a']);
    const more = toggled(before, 'c').selected;
    expect([...more]).toEqual(['a', 'c']);
    expect([...toggled(more, 'a').selected]).toEqual(['c']);
    expect([...before]).toEqual(['a']);
  });

  it('stretches from the anchor either way, and shrinks again', () => {
    const { anchor } = toggled(new Set(['e']), 'c');
    expect([...ranged(keys, anchor, 'd')].sort()).toEqual(['c', 'd', 'e']);
    expect([...ranged(keys, anchor, 'a')].sort()).toEqual(['a', 'b', 'c', 'e']);
    expect([...ranged(keys, anchor, 'c')].sort()).toEqual(['c', 'e']);
  });

  it('begins at the row itself when its anchor has left the list', () => {
    const { anchor } = toggled(new Set<string>(), 'gone');
    expect([...ranged(keys, anchor, 'b')].sort()).toEqual(['b', 'gone']);
  });

  it('knows whether everything listed is in it', () => {
    expect(extent(keys, new Set())).toBe('none');
    expect(extent(keys, new Set(['a']))).toBe('some');
    expect(extent(keys, new Set([...keys, 'elsewhere']))).toBe('all');
    expect(extent([], new Set(['elsewhere']))).toBe('some');
  });
});
