import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FlagKind, StatusKind } from '../ipc';
import { fakeSettling, fakeSummary } from '../ipc/fake';
import { renderApp } from '../testing/render';

const order = (id: string, status: StatusKind, flags: FlagKind[]) =>
  fakeSummary(1, Date.now(), {
    id,
    number: `CF${id.toUpperCase()}`,
    status,
    direction: 'payout',
    product: 'payout',
    flags,
    needsPerson: flags.length > 0,
  });

const old = order('old', 'succeeded', ['paid_twice', 'abandoned_but_exists']);
const made = order('made', 'succeeded', ['paid_twice']);
const quiet = order('quiet', 'unknown', []);
/** Its alert comes after all that an earlier change could bring: once it is there, nothing is on its way any more. */
const last = order('last', 'succeeded', ['reversed']);

const open = () => {
  const app = renderApp({
    at: '/balances',
    orders: [old, made, quiet, last],
    details: {
      old: { settling: fakeSettling(old, true, { replacedBy: made }) },
      made: { settling: fakeSettling(made, true, { replaces: old }) },
    },
  });
  const moved = ({ id, number, status }: typeof old) =>
    act(() => app.fake.emit('orderChanged', { orderId: id, number, status, needsPerson: true }));
  const alerts = () => screen.getAllByRole('alert').map(({ textContent }) => textContent);
  const asked = () => app.fake.calls.filter(({ name }) => name === 'orderDetail').map(({ args }) => args[0]);
  /** The alerts once everything that moved so far was read, and the last one after it. */
  const allAlerts = async (read: string[]) => {
    await waitFor(() => expect(asked()).toEqual(read));
    moved(last);
    await screen.findByText('Open order CFLAST');
    return alerts();
  };
  return { ...app, moved, allAlerts };
};

describe('an alert', () => {
  it('comes once for both orders that were perhaps paid, and leads to one of them', async () => {
    const { moved, allAlerts, user, history } = open();
    await screen.findByRole('heading', { name: 'Balances' });
    moved(old);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Perhaps paid twice');
    expect(alert).toHaveTextContent(/Call the gateway now/);
    // In the frame's row for them: a portal would lay it over dialogs and what is read.
    expect(alert.closest('.toasts')).not.toBeNull();
    expect(alert.closest('[data-portal]')).toBeNull();
    moved(made);
    moved(old);
    expect(await allAlerts(['old', 'made', 'old'])).toEqual([
      expect.stringContaining('Perhaps paid twice'),
      expect.stringContaining('CFLAST'),
    ]);
    await user.click(within(alert).getByRole('button', { name: 'Open order CFOLD' }));
    expect(history.location.pathname).toBe('/orders/old');
  });

  it('does not come for what is only unknown', async () => {
    const { moved, allAlerts } = open();
    await screen.findByRole('heading', { name: 'Balances' });
    moved(quiet);
    expect(await allAlerts(['quiet'])).toEqual([expect.stringContaining('CFLAST')]);
  });
});
