import { afterEach, describe, expect, it, vi } from 'vitest';
import { newQueryClient } from './client';
import { keys } from './keys';

afterEach(() => vi.useRealTimers());

describe("the window's cache", () => {
  it('soon forgets the lists and counts that typing has left behind, and nothing else', () => {
    vi.useFakeTimers();
    const client = newQueryClient();
    const passing = [
      keys.orderList({ text: 'mar' }),
      keys.orderCount({ text: 'mar' }),
      keys.searchCount('mar'),
    ];
    const staying = [keys.order('it'), keys.accounts];
    for (const queryKey of [...passing, ...staying]) client.setQueryData(queryKey, 'there');
    vi.advanceTimersByTime(31_000);
    for (const queryKey of passing) expect(client.getQueryData(queryKey)).toBeUndefined();
    for (const queryKey of staying) expect(client.getQueryData(queryKey)).toBe('there');
  });
});
