import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeSummary } from '../../ipc/fake';
import { renderApp } from '../../testing/render';

const width = window.innerWidth;
beforeEach(() => {
  window.innerWidth = 1440;
});
afterEach(() => {
  window.innerWidth = width;
});

describe('a change that arrives', () => {
  it('updates list, count and views, and leaves place, focus, selection and chips where they are', async () => {
    const orders = Array.from({ length: 80 }, (_, at) =>
      fakeSummary(at, Date.now(), { status: 'pending', needsPerson: false }),
    );
    const { user, fake } = renderApp({
      at: '/orders?text=status%3Awaiting',
      orders,
      commands: { savedViews: async () => [{ name: 'Mine', query: 'status:waiting', look: '{}' }] },
    });
    expect(await screen.findByText('80 orders')).toBeInTheDocument();
    const bar = screen.getByRole('navigation', { name: 'Saved views' });
    const tab = await within(bar).findByRole('button', { name: /Mine/ });
    await waitFor(() => expect(tab).toHaveTextContent(/80$/));
    const grid = screen.getByRole('grid', { name: 'Orders' });
    await user.click(screen.getByRole('checkbox', { name: /CF2611220012K/ }));
    expect(grid).toHaveFocus();
    const row = Number.parseFloat(document.querySelector<HTMLElement>('[data-at]')?.style.height ?? '');
    grid.scrollTop = 2 * row;
    fireEvent.scroll(grid);
    const top = document.querySelector('[data-active]');
    // The gateway answers about the first order: it leaves the list, above what is in sight.
    await fake.door.backend.askGateway('order-0');
    expect(await screen.findByText('79 orders')).toBeInTheDocument();
    expect(grid.isConnected).toBe(true);
    expect(grid).toHaveFocus();
    // One row less stands above, and those in sight stay where they are.
    expect(grid.scrollTop).toBe(row);
    expect(top?.isConnected).toBe(true);
    expect(screen.getByRole('region', { name: 'Selected orders' })).toHaveTextContent('1 order selected');
    expect(screen.getByRole('list', { name: 'What is searched for' })).toHaveTextContent('Status: Waiting');
    await waitFor(() => expect(tab).toHaveTextContent(/79$/));
  });

  it('leaves an open menu of a filter and what is pressed in it alone', async () => {
    const { user, fake } = renderApp({ at: '/orders' });
    await screen.findByRole('grid', { name: 'Orders' });
    await user.click(screen.getByRole('button', { name: 'Status' }));
    const box = await screen.findByRole('checkbox', { name: 'Failed' });
    await user.click(box);
    expect(await screen.findByText('20 orders')).toBeInTheDocument();
    // The gateway answers about a failed order: it leaves the list behind the menu.
    await fake.door.backend.askGateway('order-5');
    expect(await screen.findByText('19 orders')).toBeInTheDocument();
    expect(screen.getByRole('switch', { name: 'Needs a person' })).not.toBeChecked();
    expect(box.isConnected).toBe(true);
    expect(box).toBeChecked();
    expect(box).toHaveFocus();
  });
});
