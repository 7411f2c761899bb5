import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeAccount, fakeLockedVault } from '../ipc/fake';
import { renderApp } from '../testing/render';

describe('the frame', () => {
  it('leads an empty program to the first minute', async () => {
    renderApp({ mode: 'live', accounts: [], practiceExists: false });
    expect(await screen.findByRole('heading', { name: 'Welcome to Counterfoil' })).toBeInTheDocument();
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });

  it('names every place in the navigation, and each key sequence goes there', async () => {
    const { history } = renderApp();
    const navigation = await screen.findByRole('navigation', { name: 'Main navigation' });
    const names = within(navigation)
      .getAllByRole('link')
      .map((link) => link.getAttribute('aria-label'));
    expect(names).toEqual([
      'Overview',
      'Orders',
      'Collect',
      'Pay out',
      'Balances',
      'Banks',
      'Callbacks',
      'Settings',
    ]);
    for (const [keys, path] of [
      ['go', '/orders'],
      ['gc', '/collect'],
      ['gp', '/payout'],
      ['gs', '/settings'],
      ['gh', '/'],
    ] as const) {
      // Both in one turn: on a slow machine the second would come too late to belong to the first.
      for (const key of keys) fireEvent.keyDown(document.activeElement ?? document.body, { key });
      await waitFor(() => expect(history.location.pathname).toBe(path));
    }
  });

  it('says in the bottom line that nobody can be reached', async () => {
    const { unmount } = renderApp({ offlineSince: new Date(Date.now() - 180_000).toISOString() });
    expect(await screen.findByText(/^Offline: no gateway can be reached/)).toHaveTextContent(/Began \d+ min/);
    expect(screen.queryByText(/gateways? answers?/)).not.toBeInTheDocument();
    unmount();
    renderApp();
    expect(await screen.findByText(/gateways? answers?/i)).toBeInTheDocument();
    expect(screen.queryByText(/Offline/)).not.toBeInTheDocument();
  });

  it('says whose questions are in vain, why, and what to do', async () => {
    const { unmount } = renderApp({ inVain: 'gateway_refused' });
    const band = await screen.findByRole('region', { name: /^Asked in vain: Practice CashFast Mexico/ });
    expect(within(band).getByRole('alert')).toHaveTextContent(/whether they are paid is not seen here/);
    expect(band).toHaveTextContent(/Mexico.*Tanzania.*refuses every question/);
    expect(screen.getAllByText('Asked in vain')).toHaveLength(1);
    expect(within(band).getByRole('button', { name: 'Open accounts' })).toBeInTheDocument();
    unmount();
    renderApp();
    await screen.findByText(/gateways? answers?/i);
    expect(screen.queryByText('Asked in vain')).not.toBeInTheDocument();
  });

  it('says PRACTICE in practice and nothing in live', async () => {
    const { unmount } = renderApp({ mode: 'practice' });
    expect(await screen.findByText('PRACTICE')).toBeInTheDocument();
    unmount();
    renderApp({ mode: 'live' });
    await screen.findByRole('navigation');
    expect(screen.queryByText('PRACTICE')).not.toBeInTheDocument();
  });

  it('takes the search field with / and carries what is typed to the order list', async () => {
    const { user, history } = renderApp();
    const field = await screen.findByRole('combobox', { name: 'Search orders' });
    await user.keyboard('/');
    expect(field).toHaveFocus();
    await user.keyboard('Pérez{Enter}');
    await waitFor(() => expect(history.location.pathname).toBe('/orders'));
    expect(new URLSearchParams(history.location.search).get('text')).toBe('Pérez');
    // Letters in a field are text, never a way to another screen.
    await user.type(field, 'go');
    expect(history.location.pathname).toBe('/orders');
  });

  it('counts what needs a person on the bell', async () => {
    const { user, history } = renderApp();
    await user.click(await screen.findByRole('button', { name: /orders need a person/ }));
    await waitFor(() => expect(history.location.pathname).toBe('/orders'));
    expect(new URLSearchParams(history.location.search).get('text')).toBe('is:needs_person');
  });

  it('finds orders in the palette and shows the sheet of keys', async () => {
    const { user, history } = renderApp();
    await screen.findByRole('navigation');
    await user.keyboard('{Control>}k{/Control}');
    const field = await screen.findByPlaceholderText('Go to, do, or find an order');
    await user.type(field, '220004');
    const palette = screen.getByRole('dialog');
    await user.click(await within(palette).findByText('CF2611220004K'));
    await waitFor(() => expect(history.location.pathname).toBe('/orders/order-4'));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await user.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeInTheDocument();
  });

  it('asks for the passphrase when the secrets are locked, and says when it is wrong', async () => {
    const { user } = renderApp({
      mode: 'live',
      accounts: [fakeAccount({ live: true, builtIn: false })],
      vault: fakeLockedVault(),
    });
    await user.click(await screen.findByRole('button', { name: 'Unlock' }));
    const dialog = await screen.findByRole('dialog');
    const field = within(dialog).getByLabelText('Passphrase');
    await user.type(field, 'wrong');
    await user.click(within(dialog).getByRole('button', { name: 'Unlock' }));
    expect(await within(dialog).findByText(/That is not the passphrase/)).toBeInTheDocument();
    expect(field).toHaveValue('');
    await user.type(field, 'correct horse');
    await user.click(within(dialog).getByRole('button', { name: 'Unlock' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.queryByText('Locked')).not.toBeInTheDocument();
  });

  it('refreshes exactly what an event touches', async () => {
    const { fake } = renderApp();
    await screen.findByRole('navigation');
    const count = (name: string) => fake.calls.filter((call) => call.name === name).length;
    await waitFor(() => expect(count('overview')).toBe(1));
    const [states, markets] = [count('appState'), count('listMarkets')];
    fake.emit('orderChanged', { orderId: 'order-1', number: 'x', status: 'succeeded', needsPerson: false });
    await waitFor(() => expect(count('overview')).toBe(2));
    expect(count('appState')).toBe(states);
    expect(count('listMarkets')).toBe(markets);
  });
});
