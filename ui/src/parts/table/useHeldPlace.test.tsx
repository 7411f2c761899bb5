import { fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { describe, expect, it } from 'vitest';
import { useHeldPlace } from './useHeldPlace';

function List({ rows }: { rows: readonly string[] }) {
  const grid = useRef<HTMLDivElement>(null);
  const scroll = {
    top: () => grid.current?.scrollTop ?? 0,
    scrollTo: (top: number) => {
      if (grid.current !== null) grid.current.scrollTop = top;
    },
  };
  useHeldPlace(grid, scroll, rows, (row) => row, 10);
  return (
    <div ref={grid} data-testid="list">
      <input aria-label="inside" />
    </div>
  );
}

const scrollTo = (top: number) => {
  const list = screen.getByTestId('list');
  list.scrollTop = top;
  fireEvent.scroll(list);
  return list;
};

describe('the place in a list', () => {
  it('is held when rows come above it', () => {
    const { rerender } = render(<List rows={['a', 'b', 'c', 'd']} />);
    const list = scrollTo(23);
    rerender(<List rows={['new', 'newer', 'a', 'b', 'c', 'd']} />);
    expect(list.scrollTop).toBe(43);
    rerender(<List rows={['a', 'b', 'c', 'd']} />);
    expect(list.scrollTop).toBe(23);
  });

  it('lets new rows in at the top', () => {
    const { rerender } = render(<List rows={['a', 'b']} />);
    const list = scrollTo(0);
    rerender(<List rows={['new', 'a', 'b']} />);
    expect(list.scrollTop).toBe(0);
  });

  it('is held at the top too while the keyboard is in it', () => {
    const { rerender } = render(<List rows={['a', 'b']} />);
    const list = scrollTo(0);
    screen.getByLabelText('inside').focus();
    rerender(<List rows={['new', 'a', 'b']} />);
    expect(list.scrollTop).toBe(10);
  });

  it('stays when what stood there is gone', () => {
    const { rerender } = render(<List rows={['a', 'b', 'c']} />);
    const list = scrollTo(10);
    rerender(<List rows={['x', 'y', 'z']} />);
    expect(list.scrollTop).toBe(10);
  });
});
