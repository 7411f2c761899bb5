import { describe, expect, it } from 'vitest';
import { isUntouched, moved, ordered, readSetting, sized } from './arrangement';

const ids = ['status', 'amount', 'name', 'number', 'created'];

describe('the arrangement of columns', () => {
  it('is the program’s until somebody changes it', () => {
    expect(ordered(ids, {})).toEqual(ids);
    expect(isUntouched(readSetting(undefined))).toBe(true);
  });

  it('moves a column before another, and to the end', () => {
    const once = moved(ids, {}, 'created', 'status');
    expect(ordered(ids, once)).toEqual(['created', 'status', 'amount', 'name', 'number']);
    expect(ordered(ids, moved(ids, once, 'status', undefined)).at(-1)).toBe('status');
    expect(moved(ids, once, 'name', 'name')).toBe(once);
  });

  it('finds a place for columns that are newer than the setting, and forgets those that are gone', () => {
    const setting = { order: ['number', 'gone', 'status', 'amount', 'created'] };
    expect(ordered(ids, setting)).toEqual(['number', 'status', 'amount', 'name', 'created']);
    expect(ordered(['new', ...ids], { order: ids })[0]).toBe('new');
  });

  it('keeps widths within reason', () => {
    expect(sized({}, 'name', 0.5).widths).toEqual({ name: 3 });
    expect(sized({ widths: { name: 9 } }, 'number', 900).widths).toEqual({ name: 9, number: 60 });
  });

  it.each([
    ['no JSON', 'x{'],
    ['a list', '[1]'],
    ['nothing chosen at all', '{"shown":[]}'],
    ['wrong kinds', '{"shown":"status","order":{"a":1},"widths":{"name":"9","number":-4}}'],
  ])('reads %s as no setting', (_what, stored) => expect(isUntouched(readSetting(stored))).toBe(true));

  it('reads back what it wrote', () => {
    const setting = { shown: ['status', 'number'], order: ids, widths: { name: 9.5 } };
    expect(readSetting(JSON.stringify(setting))).toEqual(setting);
  });
});
