import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CountView, OrderQuery } from '../../../ipc';
import { fakeSummary } from '../../../ipc/fake';
import { renderApp } from '../../../testing/render';

const some = (count: number) => Array.from({ length: count }, (_, at) => fakeSummary(at, Date.now()));

describe('the count of orders', () => {
  it('comes from the ledger in the background while the list is not at its end', async () => {
    let counted = (_: CountView): void => undefined;
    const { fake } = renderApp({
      at: '/orders?text=direction%3Acollect&sort=largest',
      orders: some(300),
      commands: {
        countOrders: () =>
          new Promise<CountView>((done) => {
            counted = done;
          }),
      },
    });
    // The list stands before anything was counted.
    expect(await screen.findByText('60+ orders')).toBeInTheDocument();
    const asked = () => fake.calls.filter(({ name }) => name === 'countOrders');
    await waitFor(() => expect(asked()).toHaveLength(1));
    const query = asked()[0]?.args[0] as OrderQuery;
    expect(query).toMatchObject({ text: 'direction:collect' });
    expect(query).not.toHaveProperty('sort');
    counted({ n: 150, exact: true });
    expect(await screen.findByText('150 orders')).toBeInTheDocument();
  });

  it('says so when not all could be counted in time, and counts again when an order changes', async () => {
    let n = 20_000;
    const { fake } = renderApp({
      at: '/orders',
      orders: some(240),
      commands: { countOrders: async () => ({ n, exact: false }) },
    });
    expect(await screen.findByText('20,000+ orders')).toBeInTheDocument();
    n = 20_001;
    for (let turn = 0; turn < 5; turn += 1)
      fake.emit('orderChanged', {
        orderId: 'order-1',
        number: 'x',
        status: 'failed',
        needsPerson: false,
      });
    expect(await screen.findByText('20,001+ orders')).toBeInTheDocument();
    // A burst of events is not five counts more: the first has it counted at once, the others once together.
    expect(fake.calls.filter(({ name }) => name === 'countOrders').length).toBeLessThanOrEqual(3);
  });

  it('asks nothing when all orders are listed', async () => {
    const { fake } = renderApp({ at: '/orders', orders: some(12) });
    expect(await screen.findByText('12 orders')).toBeInTheDocument();
    await new Promise((done) => setTimeout(done, 300));
    expect(fake.calls.some(({ name }) => name === 'countOrders')).toBe(false);
  });
});
