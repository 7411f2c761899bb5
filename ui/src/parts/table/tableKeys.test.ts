import { describe, expect, it } from 'vitest';
import { strokeIn } from './tableKeys';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const standing = { at: 5, count: 100, page: 10, inCell: false, selected: false };
const press = (key: string, held: Partial<typeof bare> = {}, where: Partial<typeof standing> = {}) =>
  strokeIn({ key, ...bare, ...held }, { ...standing, ...where });

describe('the keys of a table', () => {
  it.each([
    ['j', 6],
    ['ArrowUp', 4],
    ['PageDown', 15],
    ['PageUp', 0],
    ['Home', 0],
    ['End', 99],
  ])('%s goes to row %s', (key, to) => {
    expect(press(key)).toEqual({ does: 'go', to, extend: false });
    expect(press(key, { shiftKey: true })).toEqual({ does: 'go', to, extend: true });
  });

  it('never leave the list', () => {
    expect(press('PageDown', {}, { at: 95 })).toMatchObject({ to: 99 });
    expect(press('ArrowUp', {}, { at: 0 })).toMatchObject({ to: 0 });
  });

  it('move and size a column only from one of its cells', () => {
    expect(press('ArrowRight')).toEqual({ does: 'cell', by: 1 });
    expect(press('ArrowLeft', { ctrlKey: true })).toBeUndefined();
    expect(press('ArrowLeft', { shiftKey: true })).toBeUndefined();
    expect(press('ArrowLeft', { ctrlKey: true }, { inCell: true })).toEqual({ does: 'move', by: -1 });
    expect(press('ArrowRight', { shiftKey: true }, { inCell: true })).toEqual({ does: 'size', by: 1 });
  });

  it('leave Escape to others when there is nothing of their own to leave', () => {
    expect(press('Escape')).toBeUndefined();
    expect(press('Escape', {}, { inCell: true })).toEqual({ does: 'leave' });
    expect(press('Escape', {}, { inCell: true, selected: true })).toEqual({ does: 'none' });
  });

  it('leave what belongs to the window: Ctrl+K, Alt, and letters', () => {
    expect(press('k', { ctrlKey: true })).toBeUndefined();
    expect(press('ArrowLeft', { altKey: true })).toBeUndefined();
    expect(press('c')).toBeUndefined();
    expect(press('c', { ctrlKey: true })).toEqual({ does: 'copy' });
  });
});
