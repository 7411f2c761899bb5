import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeLockedVault, fakeSummary } from '../../../ipc/fake';
import { renderApp } from '../../../testing/render';
import { orderLink } from './orderLink';

const now = Date.parse('2026-11-22T12:00:00Z');
const order = (more = {}) =>
  fakeSummary(1, now, {
    id: '7',
    number: 'CF7K',
    flags: [],
    status: 'pending',
    direction: 'payout',
    product: 'payout',
    ...more,
  });
const panel = () => screen.findByRole('region', { name: 'Order' });
const calls = ({ fake }: ReturnType<typeof renderApp>, name: string) =>
  fake.calls.filter((call) => call.name === name).map(({ args }) => args);

describe('an order in a window of its own', () => {
  it('opens from its page, its row menu and with Shift and Enter', async () => {
    const app = renderApp({ at: '/orders', orders: [order(), order({ id: '8', number: 'CF8K' })] });
    const grid = await screen.findByRole('grid', { name: 'Orders' });
    grid.focus();
    await app.user.keyboard('{Shift>}{Enter}{/Shift}');
    await waitFor(() => expect(calls(app, 'openOrderWindow')).toEqual([['7']]));
    expect(screen.queryByRole('region', { name: 'Order' })).not.toBeInTheDocument();
    await app.user.keyboard('{ArrowDown}{Shift>}{Enter}{/Shift}');
    await waitFor(() => expect(calls(app, 'openOrderWindow')).toEqual([['7'], ['8']]));
    await app.user.keyboard('{Enter}');
    await app.user.click(
      await within(await panel()).findByRole('button', { name: 'Open in a window of its own' }),
    );
    await waitFor(() => expect(calls(app, 'openOrderWindow').at(-1)).toEqual(['8']));
  });

  it('is the order and nothing else, with its number and status as title', async () => {
    const app = renderApp({ at: '/order/7', orders: [order()] });
    await panel();
    await waitFor(() => expect(document.title).toBe('CF7K · Waiting'));
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Next order' })).not.toBeInTheDocument();
    expect(screen.getByText('PRACTICE')).toBeInTheDocument();
    // Live: the title follows.
    app.fake.emit('orderChanged', { orderId: '7', number: 'CF7K', status: 'succeeded', needsPerson: false });
    await app.user.keyboard('r');
    await waitFor(() => expect(document.title).toBe('CF7K · Succeeded'));
  });

  it('closes with Escape and with Ctrl W', async () => {
    const app = renderApp({ at: '/order/7', orders: [order()] });
    await panel();
    await app.user.keyboard('{Escape}');
    await app.user.keyboard('{Control>}w{/Control}');
    await waitFor(() => expect(calls(app, 'closeOrderWindow')).toEqual([['7'], ['7']]));
  });

  it('moves no money: that is done in the main window', async () => {
    const app = renderApp({ at: '/order/7', orders: [order({ status: 'not_sent' })] });
    const detail = await panel();
    expect(await within(detail).findByText(/is done in the main window/)).toBeInTheDocument();
    for (const name of [/^Send/, 'Make the same again'])
      expect(within(detail).queryByRole('button', { name })).not.toBeInTheDocument();
    await app.user.click(within(detail).getByRole('button', { name: 'Show in the main window' }));
    expect(calls(app, 'showInMain')).toEqual([['7']]);
  });

  it('of which nobody knows the outcome is settled and given up in the main window', async () => {
    renderApp({ at: '/order/7', orders: [order({ status: 'unknown' })] });
    const detail = await panel();
    await within(detail).findByText(/Do not pay again/);
    expect(within(detail).getByRole('button', { name: 'Ask the gateway now' })).toBeInTheDocument();
    for (const name of [/settle/i, /never made/i])
      expect(within(detail).queryByRole('button', { name })).not.toBeInTheDocument();
  });

  it('takes no secret: it says where they are unlocked', async () => {
    const app = renderApp({
      at: '/order/7',
      orders: [order({ accountId: 'other' })],
      vault: fakeLockedVault(),
    });
    await panel();
    await app.user.click(await screen.findByRole('button', { name: 'Ask the gateway now' }));
    expect(await screen.findByText(/Unlock them in the main window/)).toBeInTheDocument();
    expect(calls(app, 'askGateway')).toEqual([]);
  });

  it('shows nothing of the other ledger, should that come on show before it is closed', async () => {
    const app = renderApp({ at: '/order/7', orders: [order()] });
    await panel();
    await app.fake.door.backend.setMode('live');
    app.fake.emit('appStateChanged', { mode: 'live' });
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Order' })).not.toBeInTheDocument());
  });
});

describe('the link to an order', () => {
  it('is copied from its page', async () => {
    const app = renderApp({ at: '/orders/7', orders: [order()] });
    await app.user.click(
      await within(await panel()).findByRole('button', { name: 'Copy a link to this order' }),
    );
    expect(app.fake.copied).toEqual(['counterfoil://order/CF7K']);
  });

  it('names plain numbers only', () => {
    expect(orderLink('20261122-0001')).toBe('counterfoil://order/20261122-0001');
    for (const number of ['', 'a b', 'a/b', '-1', 'ñ', 'x'.repeat(65), 'a%20'])
      expect(orderLink(number)).toBeUndefined();
  });
});
