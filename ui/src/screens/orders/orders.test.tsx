import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IpcError, type OrderQuery } from '../../ipc';
import { type Fake, fakePage, fakeSummary } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const now = Date.parse('2026-11-22T12:00:00Z');
const some = (count: number) => Array.from({ length: count }, (_, at) => fakeSummary(at, now));
const lastQuery = (fake: Fake) =>
  fake.calls.filter(({ name }) => name === 'listOrders').at(-1)?.args[0] as OrderQuery;
const chips = () =>
  within(screen.getByRole('list', { name: 'What is searched for' }))
    .getAllByRole('listitem')
    .map((chip) => chip.textContent);
const grid = () => screen.findByRole('grid', { name: 'Orders' });

const width = window.innerWidth;
beforeEach(() => {
  window.innerWidth = 1440;
});
afterEach(() => {
  window.innerWidth = width;
});

describe('the order list', () => {
  it('lists orders and says how many there are', async () => {
    renderApp({ at: '/orders', orders: some(240) });
    expect(await screen.findByText('240 orders')).toBeInTheDocument();
    const row = within(await grid()).getByRole('row', { name: /CF2611220003K/ });
    expect(row).toHaveTextContent('Succeeded');
    expect(row).toHaveTextContent('411.21 MXN');
    expect(row).toHaveTextContent('••••9719');
    expect(row).not.toHaveTextContent('032180000118359719');
  });

  it('counts exactly when all are listed', async () => {
    renderApp({ at: '/orders', orders: some(12) });
    expect(await screen.findByText('12 orders')).toBeInTheDocument();
  });

  it('says what to do when there is none at all', async () => {
    const { user, history } = renderApp({ at: '/orders', orders: [] });
    expect(await screen.findByRole('heading', { name: 'No orders yet' })).toBeInTheDocument();
    const main = screen.getByRole('main');
    await user.click(within(main).getByRole('link', { name: 'Collect' }));
    await waitFor(() => expect(history.location.pathname).toBe('/collect'));
  });

  it('offers to clear filters when nothing matches', async () => {
    const { user, history } = renderApp({ at: '/orders?text=nothing-like-it', orders: some(12) });
    await user.click(
      within(
        (await screen.findByRole('heading', { name: 'No order matches' })).parentElement ?? document.body,
      ).getByRole('button', { name: 'Clear all' }),
    );
    expect(await screen.findByText('12 orders')).toBeInTheDocument();
    expect(history.location.search).toBe('');
  });

  it('shows a failure and tries again', async () => {
    let broken = true;
    const { user } = renderApp({
      at: '/orders',
      commands: {
        listOrders: async () => {
          if (broken) throw new IpcError('ledger_failed', 'disk I/O error');
          return fakePage(some(3));
        },
      },
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('disk I/O error');
    broken = false;
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('3 orders')).toBeInTheDocument();
  });

  it('writes what is clicked into the search text, and asks the ledger for that', async () => {
    const { user, history, fake } = renderApp({ at: '/orders?text=ana', orders: some(60) });
    await grid();
    await user.click(screen.getByRole('button', { name: 'Status' }));
    await user.click(await screen.findByRole('checkbox', { name: 'Unknown' }));
    await user.click(screen.getByRole('checkbox', { name: 'Waiting' }));
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Status' })).toHaveFocus();
    await user.click(screen.getByRole('radio', { name: 'Collect' }));
    await user.click(screen.getByRole('switch', { name: 'Needs a person' }));
    const text = 'ana status:unknown,waiting direction:collect is:needs_person';
    await waitFor(() => expect(lastQuery(fake).text).toBe(text));
    expect(new URLSearchParams(history.location.search).get('text')).toBe(text);
    expect(screen.getByRole('combobox', { name: 'Search orders' })).toHaveValue(text);
    await waitFor(() =>
      expect(chips()).toEqual([
        'Word: ana',
        'Status: Unknown, Waiting',
        'Direction: Collect',
        'Is: Needs a person',
      ]),
    );
    await user.click(screen.getByRole('button', { name: /Remove from the search: Status/ }));
    await waitFor(() => expect(lastQuery(fake).text).toBe('ana direction:collect is:needs_person'));
    await user.click(screen.getByRole('switch', { name: 'Needs a person' }));
    await user.click(screen.getByRole('radio', { name: 'Both' }));
    await waitFor(() => expect(chips()).toEqual(['Word: ana']));
  });

  it('shows typed filters in the same controls', async () => {
    const { user } = renderApp({
      at: '/orders?text=is%3Aneeds_person%20status%3Aunknown%20amount%3A100..3000&sort=largest',
      orders: some(60),
    });
    await grid();
    await waitFor(() => expect(screen.getByRole('switch', { name: 'Needs a person' })).toBeChecked());
    await user.click(screen.getByRole('button', { name: 'Status' }));
    expect(await screen.findByRole('checkbox', { name: 'Unknown' })).toBeChecked();
    expect(screen.getByRole('checkbox', { name: 'Failed' })).not.toBeChecked();
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'Amount' }));
    expect(await screen.findByRole('textbox', { name: 'At most' })).toHaveValue('3000');
  });

  it('counts beside each value of a filter, only while it is open', async () => {
    const { user, fake } = renderApp({ at: '/orders?text=ana', orders: some(60) });
    await grid();
    const counted = () => fake.calls.filter(({ name }) => name === 'countOrders');
    expect(counted()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Status' }));
    const unknown = (await screen.findByRole('checkbox', { name: 'Unknown' })).closest('[class*="choice"]');
    await waitFor(() => expect(unknown).toHaveTextContent(/Unknown1$/));
    expect(counted().map(({ args }) => (args[0] as OrderQuery).text)).toContain('ana status:unknown');
    await user.keyboard('{Escape}');
  });

  it('filters by days and by amounts, and says what cannot be read', async () => {
    const { user, fake } = renderApp({ at: '/orders', orders: some(60) });
    await screen.findByText('60 orders');
    await user.click(screen.getByRole('button', { name: 'Amount' }));
    await user.type(await screen.findByRole('textbox', { name: 'At least' }), '1,5');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(await screen.findByText(/This is not an amount/)).toBeInTheDocument();
    await user.clear(screen.getByRole('textbox', { name: 'At least' }));
    await user.type(screen.getByRole('textbox', { name: 'At least' }), '1000{Enter}');
    await waitFor(() => expect(lastQuery(fake).text).toBe('amount:1000..'));
    await user.click(screen.getByRole('button', { name: 'Date' }));
    await user.click(await screen.findByRole('button', { name: 'Last 7 days' }));
    await waitFor(() => expect(lastQuery(fake).text).toBe('amount:1000.. from:-6d'));
    await user.click(screen.getByRole('button', { name: 'Date' }));
    await user.click(await screen.findByRole('button', { name: 'Today' }));
    await waitFor(() => expect(lastQuery(fake).text).toBe('amount:1000.. on:today'));
  });

  it('sorts by a press on a header, and says how it stands', async () => {
    const { user, fake, history } = renderApp({ at: '/orders', orders: some(8) });
    await grid();
    const header = (name: string) => screen.getByRole('columnheader', { name });
    expect(header('Created')).toHaveAttribute('aria-sort', 'descending');
    await user.click(within(header('Amount')).getByRole('button'));
    await waitFor(() => expect(lastQuery(fake).sort).toBe('largest'));
    expect(header('Amount')).toHaveAttribute('aria-sort', 'descending');
    expect(header('Created')).toHaveAttribute('aria-sort', 'none');
    expect(screen.getByRole('combobox', { name: 'Sorted by' })).toHaveValue('largest');
    within(header('Amount')).getByRole('button').focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(lastQuery(fake).sort).toBe('smallest'));
    await user.click(within(header('Status')).getByRole('button'));
    await waitFor(() => expect(header('Status')).toHaveAttribute('aria-sort', 'ascending'));
    await user.click(within(header('Status')).getByRole('button'));
    await waitFor(() => expect(header('Created')).toHaveAttribute('aria-sort', 'descending'));
    expect(history.location.search).toBe('');
  });

  it('marks what is searched for, blind to accents and case', async () => {
    renderApp({ at: '/orders?text=PEREZ%20220005', orders: some(60) });
    const row = within(await grid()).getByRole('row', { name: /CF2611220005K/ });
    await waitFor(() =>
      expect([...row.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
        'Pérez',
        '220005',
      ]),
    );
  });

  it('asks for the account of the top bar, and says so', async () => {
    const { user, fake } = renderApp({ at: '/orders', orders: some(12) });
    await screen.findByText('12 orders');
    await user.click(screen.getByRole('combobox', { name: 'Account shown' }));
    await user.click(await screen.findByRole('option', { name: /Practice Cashy Tanzania/ }));
    await screen.findByRole('heading', { name: 'No order matches' });
    expect(lastQuery(fake).accountId).toBe('acc-3');
    await user.click(screen.getByRole('button', { name: 'Clear: Account' }));
    expect(await screen.findByText('12 orders')).toBeInTheDocument();
  });

  it('goes through the rows by keyboard, copies a number and asks the gateway', async () => {
    const { user, fake, history } = renderApp({ at: '/orders', orders: some(12) });
    await screen.findByText('12 orders');
    await user.keyboard('j');
    expect(await grid()).toHaveFocus();
    await user.keyboard('jjk');
    await user.keyboard('c');
    await waitFor(() => expect(fake.copied).toEqual(['CF2611220001K']));
    await user.keyboard('r');
    await waitFor(() => expect(fake.calls).toContainEqual({ name: 'askGateway', args: ['order-1'] }));
    expect(
      await screen.findByText(/It stands at: Succeeded/, { selector: '[role="status"] *' }),
    ).toBeDefined();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(history.location.pathname).toBe('/orders/order-1'));
    expect(await screen.findByRole('region', { name: 'Order' })).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(history.location.pathname).toBe('/orders'));
    expect(await grid()).toHaveFocus();
  });

  it('takes what changes without losing the row that is open', async () => {
    let orders = some(12);
    const { fake } = renderApp({
      at: '/orders/order-4?sort=newest',
      orders,
      commands: { listOrders: async () => fakePage(orders) },
    });
    const open = () => within(screen.getByRole('grid')).getByRole('row', { current: true });
    await screen.findByText('12 orders');
    expect(open()).toHaveTextContent('CF2611220004K');
    orders = [fakeSummary(0, now, { id: 'new-1', number: 'CFNEWEST1K' }), ...orders];
    fake.emit('orderChanged', {
      orderId: 'new-1',
      number: 'CFNEWEST1K',
      status: 'pending',
      needsPerson: false,
    });
    expect(await screen.findByText('13 orders')).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /CFNEWEST1K/ })).toBeInTheDocument();
    expect(open()).toHaveTextContent('CF2611220004K');
  });

  it('lies under the detail when the window is narrow, and out of reach', async () => {
    window.innerWidth = 1024;
    const { user, history } = renderApp({ at: '/orders/order-3', orders: some(12) });
    await user.click(await screen.findByRole('button', { name: 'Back to the list' }));
    await waitFor(() => expect(history.location.pathname).toBe('/orders'));
    expect(screen.queryByRole('button', { name: 'Back to the list' })).not.toBeInTheDocument();
  });

  it('has no axe violations, alone and with a detail', async () => {
    const { user } = renderApp({ at: '/orders/order-8', orders: some(12) });
    await grid();
    await screen.findByRole('heading', { name: 'History' });
    expect(await axeViolations()).toEqual([]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'History' })).not.toBeInTheDocument());
    expect(await axeViolations()).toEqual([]);
  });
});
