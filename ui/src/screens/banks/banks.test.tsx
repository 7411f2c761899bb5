import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { BanksView } from '../../ipc';
import { fakeAccount, fakeReport } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const account = fakeAccount({ id: 'mx', marketId: 'cashy-mx', name: 'Tienda' });
const list = (more: Partial<BanksView> = {}): BanksView => ({
  accountId: 'mx',
  fetchedAt: '2026-11-20T10:00:00Z',
  banks: [
    { value: '12', name: 'BBVA México', code: '40012' },
    { value: '24', name: 'STP', code: '90646' },
    { value: '24', name: 'STP', code: '90646' },
  ],
  added: 0,
  removed: 0,
  ...more,
});
const show = (more: Partial<BanksView> = {}) =>
  renderApp({ at: '/banks', accounts: [account], commands: { banks: async () => list(more) } });

describe('banks', () => {
  it('are found by name and code, blind to accents and case', async () => {
    const { user } = show();
    const search = await screen.findByRole('searchbox', { name: 'Search by name or code' });
    await user.type(search, 'mexico');
    await waitFor(() => expect(screen.queryAllByText('STP')).toHaveLength(0));
    expect(screen.getByText('BBVA México')).toBeInTheDocument();
    await user.clear(search);
    await user.type(search, '90646');
    await waitFor(() => expect(screen.queryByText('BBVA México')).not.toBeInTheDocument());
    await user.clear(search);
    await user.type(search, 'nowhere');
    await user.click(await screen.findByRole('button', { name: 'Clear the search' }));
    expect(await screen.findByText('BBVA México')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('say what the last fetch changed', async () => {
    show({ added: 1, removed: 2 });
    expect(await screen.findByText('1 bank is new since the last time.')).toBeInTheDocument();
    expect(screen.getByText('2 banks are gone since the last time.')).toBeInTheDocument();
  });

  it('say that a printed list is not the gateway’s own, until it is fetched', async () => {
    const { user, fake } = show({ fetchedAt: null });
    expect(await screen.findByText(/This is the printed reference list/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Fetch again' }));
    await waitFor(() => expect(fake.calls.filter(({ name }) => name === 'refreshBanks')).toHaveLength(1));
  });

  it('are found by a CLABE, as Rust reads it', async () => {
    const { user, fake } = renderApp({
      at: '/banks',
      accounts: [account],
      commands: {
        banks: async () => list(),
        checkDraft: async (_id, draft) => fakeReport(undefined, draft, { bankByAccount: 'STP' }),
      },
    });
    await user.type(await screen.findByRole('textbox', { name: 'Find by CLABE' }), '646 180 00003005684 5');
    await user.click(await screen.findByRole('button', { name: 'Show it in the list' }));
    expect(screen.getByRole('searchbox', { name: 'Search by name or code' })).toHaveValue('STP');
    const asked = fake.calls.find(({ name }) => name === 'checkDraft');
    expect(asked?.args[1]).toMatchObject({
      product: 'payout',
      fields: { accountType: '40', accountNo: '646180000030056845' },
    });
  });

  it('are explained where there are none', async () => {
    renderApp({
      at: '/banks',
      accounts: [fakeAccount({ id: 'tz', marketId: 'cashy-tz', country: 'TZ', currency: 'TZS' })],
    });
    expect(await screen.findByText('No banks in this market')).toBeInTheDocument();
    expect(screen.queryByRole('searchbox', { name: 'Search by name or code' })).not.toBeInTheDocument();
  });
});
