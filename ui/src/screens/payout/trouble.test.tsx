// What the page of a payout says when something about it could not be read, asked or written down.
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type OrderDetailView, type OrderSummaryView } from '../../ipc';
import { type FakeOptions, fakeAccount, fakeDetail, fakeLockedVault, fakeSummary } from '../../ipc/fake';
import { renderApp } from '../../testing/render';

const order = (more: Partial<OrderSummaryView>) =>
  fakeSummary(1, Date.now(), { id: 'p1', direction: 'payout', product: 'payout', flags: [], ...more });

/** The window at one payout, with what its detail has beyond its status. */
const open = (
  summary: Partial<OrderSummaryView>,
  detail: Partial<OrderDetailView> = {},
  options: FakeOptions & { at?: string } = {},
) => renderApp({ at: '/payout/p1', orders: [order(summary)], details: { p1: detail }, ...options });
const main = () => within(screen.getByRole('main'));
const page = async () => within(await screen.findByRole('main'));
const asked = () => screen.findByRole('region', { name: 'What was asked since' });

afterEach(() => vi.useRealTimers());

describe('a payout whose page cannot be read', () => {
  it('does not say that nothing was sent', async () => {
    const commands = {
      orderDetail: async () => {
        throw new IpcError('ledger_locked', 'busy');
      },
    };
    open({ status: 'processing' }, {}, { commands });
    const alert = await (await page()).findByRole('alert');
    expect(alert).toHaveTextContent('The ledger is busy and could not be read in time.');
    expect(alert).toHaveTextContent('do not do anything again because of it');
    expect(alert).not.toHaveTextContent(/nothing was sent/i);
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeInTheDocument();
  });

  it('keeps on show what was known, and says that it may be out of date', async () => {
    let reads = 0;
    const { fake, user } = open(
      {},
      {},
      {
        commands: {
          orderDetail: async () => {
            reads += 1;
            if (reads === 2) throw new IpcError('ledger_locked', 'busy');
            return fakeDetail(order({ status: 'unknown' }));
          },
        },
      },
    );
    expect(await screen.findByText(/^Do not pay again\./)).toBeInTheDocument();
    act(() =>
      fake.emit('orderChanged', { orderId: 'p1', number: 'n', status: 'unknown', needsPerson: false }),
    );
    expect(await screen.findByText(/may be out of date/)).toBeInTheDocument();
    expect(screen.getByText(/^Do not pay again\./)).toBeInTheDocument();
    expect(screen.queryByText('This could not be loaded')).not.toBeInTheDocument();
    await user.click(main().getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText(/may be out of date/)).not.toBeInTheDocument());
  });

  it('is no reason to send it once more: it was done, and the page follows', async () => {
    let done = false;
    const summary = () => order({ status: done ? 'processing' : 'not_sent', amount: '50' });
    const { user, fake } = open(
      {},
      {},
      {
        commands: {
          orderDetail: async () => fakeDetail(summary()),
          sendPayout: async () => {
            done = true;
            throw new IpcError('done_unread', 'busy', { orderId: 'p1' });
          },
        },
      },
    );
    const send = await screen.findByRole('button', { name: /Send 50\.00 MXN now/ });
    await waitFor(() => expect(send).toBeEnabled());
    await user.dblClick(send);
    expect(await screen.findByText(/^On its way/)).toBeInTheDocument();
    expect(fake.calls.filter(({ name }) => name === 'sendPayout')).toHaveLength(1);
  });
});

describe('a payout that a person has to look at', () => {
  it('is told to the shell while it is on screen, and no longer', async () => {
    const { fake, unmount } = open({ status: 'processing' });
    const told = () => fake.calls.filter(({ name }) => name === 'onScreen').map(({ args }) => args[0]);
    await waitFor(() => expect(told().at(-1)).toEqual(['p1']));
    unmount();
    expect(told().at(-1)).toEqual([]);
  });

  it('under a grave flag does not offer to be mended and paid once more', async () => {
    open({ status: 'failed', flags: ['reversed'] });
    expect(await screen.findByText(/Find out whether the money is with the payee/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Mend the draft' })).not.toBeInTheDocument();
  });

  it('of which the gateway has several is told in red what to do', async () => {
    open({ status: 'failed', flags: ['several_found', 'number_differs'] });
    const alert = await (await page()).findByRole('alert', { name: 'Several found' });
    expect(alert).toHaveTextContent('It may have been paid more than once. Do not pay it again.');
    expect(main().getByText(/^Do not pay it again: there may be two payouts/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Mend the draft' })).not.toBeInTheDocument();
  });

  it('tells when it was completed as people read it, where the gateway counts milliseconds', async () => {
    open({ status: 'succeeded' }, { completedAt: '1795356485961' });
    const raw = await (await page()).findByText('1795356485961');
    expect(raw.parentElement?.querySelector('time')).toHaveAttribute('datetime', '2026-11-22T14:08:05.961Z');
  });

  it('says since when it is being sent, and warns when that stands too long', async () => {
    const begun = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString();
    const { unmount } = open({ status: 'sending', updatedAt: begun(0) });
    expect(await screen.findByText(/^Being sent since/)).toBeInTheDocument();
    expect(screen.queryByText(/^That takes too long/)).not.toBeInTheDocument();
    unmount();
    open({ status: 'sending', updatedAt: begun(150) });
    expect(await screen.findByText(/^That takes too long/)).toHaveTextContent(/nothing may be sent again/);
  });
});

describe('an unknown payout that is not asked about', () => {
  it('because its record is damaged says that, and does not blame the gateway', async () => {
    open({ status: 'unknown', damaged: true }, { canAsk: false, nextQuestionAt: null });
    expect(await asked()).toHaveTextContent(/its record here is damaged/);
    expect(main().getByText(/^Do not pay again\..*the record of this order is damaged/)).toBeInTheDocument();
    expect(main().queryByText(/gateway cannot be asked/)).not.toBeInTheDocument();
  });

  it('because the whole ledger is damaged says that', async () => {
    const health = { damage: { kind: 'pages' as const, what: 'page 7' } };
    open({ status: 'unknown' }, { canAsk: false, nextQuestionAt: null }, { health });
    expect(await asked()).toHaveTextContent(/the ledger here is damaged and takes nothing in/);
    expect(main().queryByText(/gateway cannot be asked/)).not.toBeInTheDocument();
  });

  const ours = fakeAccount({ id: 'own', builtIn: false });
  it.each([
    ['a connection', { offlineSince: new Date().toISOString() }, /It waits for a connection/],
    ['the passphrase', { vault: fakeLockedVault() }, /It waits for the passphrase/],
  ])('for want of %s does not claim to be asking', async (_what, options, text) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const nextQuestionAt = new Date(Date.now() + 12_000).toISOString();
    open({ status: 'unknown', accountId: 'own' }, { nextQuestionAt }, { accounts: [ours], ...options });
    expect(within(await asked()).getByRole('timer')).toBeInTheDocument();
    act(() => vi.advanceTimersByTime(14_000));
    expect(await asked()).toHaveTextContent(text);
    expect(await asked()).not.toHaveTextContent('Asking now…');
  });
});
