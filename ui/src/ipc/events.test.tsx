import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useShellEvents } from './events';
import { openFake } from './fake';
import { keys } from './keys';

/** A list whose fetching ends when the test says so. */
function slowList() {
  const begun: ((rows: string) => void)[] = [];
  let cut = 0;
  function List() {
    useShellEvents();
    const { data } = useQuery({
      queryKey: [...keys.orders, 'all'],
      queryFn: ({ signal }) =>
        new Promise<string>((resolve) => {
          signal.addEventListener('abort', () => {
            cut += 1;
          });
          begun.push(resolve);
        }),
    });
    return <p>{data}</p>;
  }
  return { begun, cut: () => cut, List };
}

describe('orders that move', () => {
  it('let a list that is being fetched finish, and have it fetched once more', async () => {
    const fake = openFake();
    const { begun, cut, List } = slowList();
    render(
      <QueryClientProvider client={new QueryClient()}>
        <List />
      </QueryClientProvider>,
    );
    await waitFor(() => expect(begun).toHaveLength(1));
    const move = () =>
      fake.emit('orderChanged', { orderId: '1', number: 'N1', status: 'pending', needsPerson: false });
    begun[0]?.('at first');
    await screen.findByText('at first');
    move();
    await waitFor(() => expect(begun).toHaveLength(2));
    for (let n = 0; n < 20; n += 1) move();
    expect(cut()).toBe(0);
    begun[1]?.('in between');
    await screen.findByText('in between');
    await waitFor(() => expect(begun).toHaveLength(3));
    begun[2]?.('as it is');
    await screen.findByText('as it is');
    expect(begun).toHaveLength(3);
  });
});
