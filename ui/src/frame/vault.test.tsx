import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '../ipc';
import { fakeAccount, fakeDetail, fakeLockedVault, fakeSummary } from '../ipc/fake';
import { renderApp } from '../testing/render';

const locked = fakeLockedVault();
const builtIn = fakeAccount({ id: 'in', name: 'Built in' });
const ours = fakeAccount({ id: 'own', name: 'Own server', builtIn: false, baseUrl: 'http://127.0.0.1:9' });
const order = fakeSummary(1, Date.now(), {
  id: 'it',
  status: 'processing',
  direction: 'payout',
  product: 'payout',
  flags: [],
});
const asked = (fake: ReturnType<typeof renderApp>['fake'], command: string) =>
  fake.calls.filter(({ name }) => name === command).length;

describe('a locked vault', () => {
  it.each([
    ['lets a built-in gateway be asked', 'in', 1],
    ['guards the question to any other', 'own', 0],
  ])('%s, in one mode', async (_what, accountId, questions) => {
    const { user, fake } = renderApp({
      at: '/orders/it',
      vault: locked,
      accounts: [builtIn, ours],
      orders: [{ ...order, accountId }],
    });
    await user.click(await screen.findByRole('button', { name: 'Ask the gateway now' }));
    if (questions === 0) expect(await screen.findByRole('dialog')).toBeInTheDocument();
    await waitFor(() => expect(asked(fake, 'askGateway')).toBe(questions));
    expect(screen.queryAllByRole('dialog')).toHaveLength(1 - questions);
  });

  it('lets the balance of a built-in account be read, and guards all of them together', async () => {
    const { user, fake } = renderApp({ at: '/balances', vault: locked, accounts: [builtIn, ours] });
    await user.click(await screen.findByRole('button', { name: /Built in/ }));
    await waitFor(() => expect(asked(fake, 'refreshBalance')).toBe(1));
    await user.click(screen.getByRole('button', { name: /all/i }));
    const dialog = await screen.findByRole('dialog');
    expect(asked(fake, 'refreshBalance')).toBe(1);
    await user.type(within(dialog).getByLabelText('Passphrase'), 'correct horse');
    await user.click(within(dialog).getByRole('button', { name: 'Unlock' }));
    await waitFor(() => expect(asked(fake, 'refreshBalance')).toBe(3));
  });

  it('that was opened meanwhile does not leave “Unlock” without effect: what was refused is done at once', async () => {
    let locked_ = true;
    const { user, fake } = renderApp({
      at: '/orders/it',
      accounts: [ours],
      orders: [{ ...order, accountId: 'own' }],
      commands: {
        askGateway: async () => {
          if (locked_) throw new IpcError('vault_locked', 'locked');
          return fakeDetail({ ...order, status: 'succeeded' });
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Ask the gateway now' }));
    const unlock = await screen.findByRole('button', { name: 'Unlock' });
    locked_ = false;
    await user.click(unlock);
    await waitFor(() => expect(asked(fake, 'askGateway')).toBe(2));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});
