import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FlagKind, StatusKind } from '../ipc';
import { fakeDetail, fakeSettling, fakeSummary } from '../ipc/fake';
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

const open = () => {
  const app = renderApp({
    at: '/balances',
    orders: [old, made, quiet],
    details: {
      old: { settling: fakeSettling(old, true, { replacedBy: made }) },
      made: { settling: fakeSettling(made, true, { replaces: old }) },
    },
  });
  const moved = ({ id, number, status }: typeof old) =>
    act(() => app.fake.emit('orderChanged', { orderId: id, number, status, needsPerson: true }));
  return { ...app, moved };
};

describe('an alert', () => {
  it('comes once for both orders that were perhaps paid, and leads to one of them', async () => {
    const { moved, user, history } = open();
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
    await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(1));
    await user.click(within(alert).getByRole('button', { name: 'Open order CFOLD' }));
    expect(history.location.pathname).toBe('/orders/old');
  });

  it('does not come for what is only unknown', async () => {
    const { moved, fake } = open();
    await screen.findByRole('heading', { name: 'Balances' });
    moved(quiet);
    await waitFor(() => expect(fake.calls).toContainEqual({ name: 'orderDetail', args: ['quiet'] }));
    expect(fakeDetail(quiet).flags).toEqual([]);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
