import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeSummary } from '../../../ipc/fake';
import { renderApp } from '../../../testing/render';

const HOUR = 3_600_000;
const noon = new Date(2026, 10, 22, 12).getTime();
/** An order every six hours, the newest first. */
const orders = Array.from({ length: 400 }, (_, at) =>
  fakeSummary(at, noon, { createdAt: new Date(noon - at * 6 * HOUR).toISOString() }),
);
const grid = () => screen.findByRole('grid', { name: 'Orders' });
const listed = () =>
  [...document.querySelectorAll('[data-at]')].map((row) => /CF\d+K/.exec(row.textContent ?? '')?.[0]);
const number = (at: number) => `CF2611${220000 + at}K`;

const width = window.innerWidth;
beforeEach(() => {
  window.innerWidth = 1440;
});
afterEach(() => {
  window.innerWidth = width;
});

describe('a list at a day', () => {
  it('is reached by a key, has what is newer above it, and leads back', async () => {
    const { user, history } = renderApp({ at: '/orders', orders });
    await grid();
    await user.keyboard('d');
    const day = await screen.findByLabelText('Day');
    await user.type(day, '2026-10-20');
    await user.click(screen.getByRole('button', { name: 'Go' }));
    expect(await screen.findByText(/The list stands at October 20, 2026/)).toBeInTheDocument();
    expect(history.location.search).toContain('2026-10-20');
    // The last order of that day, at 18:00, is the 131st.
    await waitFor(() => expect(listed()).toContain(number(131)));
    const list = await grid();
    // The rows before it came without moving it: it stands at the upper edge, below all that is newer.
    await waitFor(() => expect(list.scrollTop).toBeGreaterThan(0));
    list.scrollTop = 0;
    list.dispatchEvent(new Event('scroll'));
    await waitFor(() => expect(listed()).not.toContain(number(131)));
    await user.click(screen.getByRole('button', { name: 'Back to the newest' }));
    await waitFor(() => expect(listed()[0]).toBe(number(0)));
    expect(history.location.search).toBe('');
  });

  it('keeps every order once, in its order, when one moves meanwhile', async () => {
    const { fake } = renderApp({ at: '/orders?day=2026-10-20', orders });
    await waitFor(() => expect(listed()).toContain(number(131)));
    const row = () => screen.getByRole('row', { name: new RegExp(number(131)) });
    expect(row()).not.toHaveTextContent('Succeeded');
    await fake.door.backend.askGateway('order-131');
    // The list with what the gateway has answered is on show.
    await waitFor(() => expect(row()).toHaveTextContent('Succeeded'));
    const rows = listed();
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows).toEqual([...rows].sort());
  });

  it('shows what there is when nothing is so old', async () => {
    renderApp({ at: '/orders?day=2020-01-01', orders: orders.slice(0, 5) });
    await waitFor(() => expect(listed()).toHaveLength(5));
  });

  it('goes by time: another order of the rows leaves the day', async () => {
    const { user, history } = renderApp({ at: '/orders?day=2026-10-20', orders });
    await grid();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sorted by' }), 'largest');
    await waitFor(() => expect(history.location.search).not.toContain('day='));
  });
});
