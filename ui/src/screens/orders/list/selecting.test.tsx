import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IpcError, type OrderSummaryView } from '../../../ipc';
import { fakeDetail, fakePage, fakeSummary } from '../../../ipc/fake';
import { axeViolations } from '../../../testing/axe';
import { renderApp } from '../../../testing/render';

const now = Date.parse('2026-11-22T12:00:00Z');
const some = (count: number) => Array.from({ length: count }, (_, at) => fakeSummary(at, now));
const bar = () => screen.findByRole('region', { name: 'Selected orders' });
const grid = () => screen.findByRole('grid', { name: 'Orders' });
const row = (at: number) => screen.getByRole('row', { name: new RegExp(`CF2611${220000 + at}K`) });
const box = (at: number) => screen.getByRole('checkbox', { name: `Select CF2611${220000 + at}K` });
const selected = () =>
  screen.queryAllByRole('row', { selected: true }).map((one) => /CF2611220(\d+)K/.exec(one.textContent)?.[1]);

const width = window.innerWidth;
beforeEach(() => {
  window.innerWidth = 1440;
});
afterEach(() => {
  window.innerWidth = width;
});

describe('selecting orders', () => {
  it('goes by boxes, by Shift and by Ctrl, and opens nothing', async () => {
    const { user, history } = renderApp({ at: '/orders', orders: some(12) });
    await screen.findByText('12 orders');
    expect(await grid()).toHaveAttribute('aria-multiselectable', 'true');
    await user.click(box(2));
    expect(await bar()).toHaveTextContent('1 order selected');
    expect(await grid()).toHaveFocus();
    fireEvent.click(row(5), { shiftKey: true });
    expect(selected()).toEqual(['002', '003', '004', '005']);
    fireEvent.click(row(4), { ctrlKey: true });
    expect(selected()).toEqual(['002', '003', '005']);
    await user.click(box(3));
    expect(selected()).toEqual(['002', '005']);
    expect(history.location.pathname).toBe('/orders');
    await user.click(screen.getByRole('button', { name: 'Select nothing' }));
    expect(selected()).toEqual([]);
    expect(screen.queryByRole('region', { name: 'Selected orders' })).not.toBeInTheDocument();
  });

  it('goes by keyboard: Space, Shift with the arrows, Ctrl+A, Escape', async () => {
    const { user } = renderApp({ at: '/orders', orders: some(12) });
    await screen.findByText('12 orders');
    await user.keyboard('j{ArrowDown} ');
    expect(selected()).toEqual(['001']);
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}');
    expect(selected()).toEqual(['001', '002']);
    await user.keyboard('{Control>}a{/Control}');
    expect(selected()).toHaveLength(12);
    expect(screen.getByRole('checkbox', { name: 'Select all that is listed' })).toBeChecked();
    await waitFor(() =>
      expect(screen.getAllByRole('status').map((one) => one.textContent)).toContain('12 orders selected'),
    );
    await user.keyboard('{Escape}');
    expect(selected()).toEqual([]);
  });

  it('survives what changes and what comes, and forgets at another search', async () => {
    let orders = some(12);
    const { user, fake, history } = renderApp({
      at: '/orders',
      orders,
      commands: { listOrders: async () => fakePage(orders) },
    });
    await screen.findByText('12 orders');
    await user.click(box(3));
    await user.click(box(6));
    const tell = (orderId: string) =>
      fake.emit('orderChanged', { orderId, number: '', status: 'failed', needsPerson: false });
    orders = [
      fakeSummary(0, now, { id: 'new', number: 'CFNEWEST1K' }),
      ...orders.filter(({ id }) => id !== 'order-6'),
    ];
    tell('new');
    expect(await screen.findByRole('row', { name: /CFNEWEST1K/ })).toBeInTheDocument();
    expect(selected()).toEqual(['003']);
    expect(await bar()).toHaveTextContent('2 orders selected · 1 of them is not in this list any more');
    await user.click(screen.getByRole('radio', { name: 'Payout' }));
    await waitFor(() => expect(history.location.search).toContain('direction'));
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'Selected orders' })).not.toBeInTheDocument(),
    );
  });

  it('copies the rows with their headers, exact and harmless', async () => {
    const evil = fakeSummary(1, now, { name: '=HYPERLINK("http://x")', amount: '5150.0001' });
    const { user, fake } = renderApp({ at: '/orders', orders: [fakeSummary(0, now), evil] });
    await screen.findByText('2 orders');
    await user.keyboard('j{Control>}a{/Control}');
    await user.click(within(await bar()).getByRole('button', { name: 'Copy rows' }));
    await waitFor(() => expect(fake.copied).toHaveLength(1));
    const [head, , second] = (fake.copied[0] ?? '').split('\n').map((line) => line.split('\t'));
    expect(head?.slice(0, 4)).toEqual(['Status', 'Amount', 'Currency', 'Kind']);
    expect(second?.slice(0, 3)).toEqual(['Waiting', '5150.0001', 'MXN']);
    expect(second).toContain(`'=HYPERLINK("http://x")`);
    expect(fake.copied[0]).toContain('2026-11-22T12:00:00.000Z');
    await user.click(within(await bar()).getByRole('button', { name: 'Copy as CSV' }));
    await waitFor(() => expect(fake.copied[1]).toMatch(/^Status,Amount,Currency,Really paid,Fee,.*\r\n/));
    expect(fake.copied[1]).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  it('copies a cell, and a row where nothing is selected', async () => {
    const { user, fake } = renderApp({ at: '/orders', orders: some(3) });
    await screen.findByText('3 orders');
    await user.keyboard('j{ArrowDown}{ArrowRight}{ArrowRight}');
    const cell = (await grid()).getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(cell)).toHaveTextContent('137.07 MXN');
    await user.keyboard('{Control>}c{/Control}');
    await waitFor(() => expect(fake.copied).toEqual(['137.07']));
    await user.keyboard('{Escape}{Control>}c{/Control}');
    await waitFor(() => expect(fake.copied[1]).toMatch(/^Status\tAmount.*\nWaiting\t137\.07\tMXN/));
    expect(fake.copied[1]?.split('\n')).toHaveLength(2);
  });

  it('offers a menu at a cell', async () => {
    const { user, fake } = renderApp({ at: '/orders', orders: some(3) });
    await screen.findByText('3 orders');
    fireEvent.contextMenu(within(row(2)).getByText(/สมชาย/));
    await user.click(await screen.findByRole('menuitem', { name: 'Copy Name' }));
    await waitFor(() => expect(fake.copied).toEqual(['สมชาย ใจดี']));
    await waitFor(() => expect(screen.queryByRole('menu')).not.toBeInTheDocument());
    expect(await grid()).toHaveFocus();
  });

  it('copies from the menu what it says: this row, or the selected ones it is one of', async () => {
    const { user, fake } = renderApp({ at: '/orders', orders: some(5) });
    await screen.findByText('5 orders');
    await user.click(box(0));
    await user.click(box(1));
    fireEvent.contextMenu(within(row(3)).getByText('CF2611220003K'));
    await user.click(await screen.findByRole('menuitem', { name: 'Copy the row' }));
    await waitFor(() => expect(fake.copied[0]).toContain('CF2611220003K'));
    expect(fake.copied[0]?.split('\n')).toHaveLength(2);
    await waitFor(() => expect(screen.queryByRole('menu')).not.toBeInTheDocument());
    fireEvent.contextMenu(within(row(1)).getByText('CF2611220001K'));
    await user.click(await screen.findByRole('menuitem', { name: 'Copy 2 selected rows' }));
    await waitFor(() => expect(fake.copied[1]?.split('\n')).toHaveLength(3));
  });

  it('asks about one after the other, tells what came of it, and leaves out what was never sent', async () => {
    let now_ = 0;
    let most = 0;
    const orders = some(12);
    const { user, fake } = renderApp({
      at: '/orders',
      orders,
      commands: {
        askGateway: async (id) => {
          now_ += 1;
          most = Math.max(most, now_);
          await new Promise((done) => setTimeout(done, 5));
          now_ -= 1;
          if (id === 'order-2') throw new IpcError('no_connection', 'connect_timeout');
          const order = orders.find((one) => one.id === id) as OrderSummaryView;
          return fakeDetail({ ...order, status: 'succeeded' });
        },
      },
    });
    await screen.findByText('12 orders');
    await user.keyboard('j{Control>}a{/Control}');
    await user.click(within(await bar()).getByRole('button', { name: 'Ask the gateway' }));
    expect(await screen.findByText(/^Done\. 9 answers came, 6 orders changed\./)).toHaveTextContent(
      '2 were never sent',
    );
    expect(most).toBe(1);
    expect(fake.calls.filter(({ name }) => name === 'askGateway')).toHaveLength(10);
    expect(await bar()).toHaveTextContent('Not answered: CF2611220002K. The gateway could not be reached');
  });

  it('stops asking when told to', async () => {
    const answers: (() => void)[] = [];
    const { user, fake } = renderApp({
      at: '/orders',
      orders: some(12),
      commands: {
        askGateway: (id) =>
          new Promise((resolve) => {
            answers.push(() => resolve(fakeDetail(fakeSummary(0, now, { id }))));
          }),
      },
    });
    const asked = () => fake.calls.filter(({ name }) => name === 'askGateway').length;
    await screen.findByText('12 orders');
    await user.keyboard('j{Control>}a{/Control}');
    await user.click(within(await bar()).getByRole('button', { name: 'Ask the gateway' }));
    await waitFor(() => expect(asked()).toBe(1));
    answers[0]?.();
    await waitFor(() => expect(asked()).toBe(2));
    expect(await bar()).toHaveTextContent('Asking the gateway: 1 of 10');
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    answers[1]?.();
    await waitFor(async () => expect(await bar()).toHaveTextContent('Stopped. 2 answers came'));
    expect(asked()).toBe(2);
  });

  it('gives up after three failures in a row', async () => {
    const { user, fake } = renderApp({
      at: '/orders',
      orders: some(12),
      commands: {
        askGateway: async () => {
          throw new IpcError('no_connection', 'connect_timeout');
        },
      },
    });
    await screen.findByText('12 orders');
    await user.keyboard('j{Control>}a{/Control}');
    await user.click(within(await bar()).getByRole('button', { name: 'Ask the gateway' }));
    expect(
      await within(await bar()).findByText(/^Stopped after three failures in a row\. No answer came\./),
    ).toBeVisible();
    expect(fake.calls.filter(({ name }) => name === 'askGateway')).toHaveLength(3);
  });

  it('has no axe violations with rows selected', async () => {
    const { user } = renderApp({ at: '/orders', orders: some(4) });
    await screen.findByText('4 orders');
    await user.keyboard('j {ArrowRight}');
    await bar();
    expect(await axeViolations()).toEqual([]);
  });
});

describe('the columns', () => {
  const headers = async () =>
    within(await grid())
      .getAllByRole('columnheader')
      .map((one) => one.textContent)
      .filter((text) => text !== '');

  it('are chosen, moved and put back, and remembered', async () => {
    const { user, unmount } = renderApp({ at: '/orders', orders: some(3) });
    await screen.findByText('3 orders');
    await user.click(screen.getByRole('button', { name: 'Columns' }));
    await user.click(await screen.findByRole('checkbox', { name: 'Fee' }));
    await user.click(screen.getByRole('checkbox', { name: 'Kind' }));
    expect(await headers()).toContain('Fee');
    expect(await headers()).not.toContain('Kind');
    await user.click(screen.getByRole('button', { name: 'Amount: further to the front' }));
    expect((await headers()).slice(0, 2)).toEqual(['Amount', 'Status']);
    unmount();
    const again = renderApp({ at: '/orders', orders: some(3) });
    await screen.findByText('3 orders');
    expect((await headers()).slice(0, 2)).toEqual(['Amount', 'Status']);
    await again.user.click(screen.getByRole('button', { name: 'Columns' }));
    await again.user.click(await screen.findByRole('button', { name: 'As before' }));
    expect((await headers()).slice(0, 2)).toEqual(['Status', 'Amount']);
    expect(await headers()).not.toContain('Fee');
  });

  it('are moved and sized from the keyboard, where the cell is', async () => {
    const { user } = renderApp({ at: '/orders', orders: some(3) });
    await screen.findByText('3 orders');
    await user.keyboard('j{ArrowRight}{Control>}{ArrowRight}{/Control}');
    expect((await headers()).slice(0, 2)).toEqual(['Amount', 'Status']);
    await user.keyboard('{Control>}{ArrowLeft}{ArrowLeft}{/Control}');
    expect((await headers()).slice(0, 2)).toEqual(['Status', 'Amount']);
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    const kept = () => JSON.parse(localStorage.getItem('counterfoil-order-columns') ?? '{}').widths;
    await waitFor(() => expect(kept()).toEqual({ status: 3 }));
  });
});

describe('the neighbours of the open order', () => {
  it('are gone to by buttons and keys, with the place told', async () => {
    const { user, history } = renderApp({ at: '/orders/order-1', orders: some(240) });
    const detail = await screen.findByRole('region', { name: 'Order' });
    expect(await within(detail).findByText(/^2 of (60\+|240)$/)).toBeInTheDocument();
    await user.click(within(detail).getByRole('button', { name: 'Next order' }));
    await waitFor(() => expect(history.location.pathname).toBe('/orders/order-2'));
    await user.keyboard('kk');
    await waitFor(() => expect(history.location.pathname).toBe('/orders/order-0'));
    const first = screen.getByRole('region', { name: 'Order' });
    expect(within(first).getByRole('button', { name: 'Previous order' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('behind the last listed one come with the next page', async () => {
    const { user, history } = renderApp({ at: '/orders/order-59', orders: some(240) });
    expect(await screen.findByText(/^60 of (60\+|240)$/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Next order' }));
    await waitFor(() => expect(history.location.pathname).toBe('/orders/order-60'));
    expect(await screen.findByText('61 of 240')).toBeInTheDocument();
  });

  it('are unknown for an order that the list does not have', async () => {
    const orders = some(3);
    renderApp({
      at: '/orders/elsewhere',
      orders,
      commands: { orderDetail: async () => fakeDetail(fakeSummary(9, now, { id: 'elsewhere' })) },
    });
    expect(await screen.findByRole('button', { name: 'Next order' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(screen.queryByText(/ of 3$/)).not.toBeInTheDocument();
  });
});
