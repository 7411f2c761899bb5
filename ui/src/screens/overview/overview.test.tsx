import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeVault } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const noKeychain = fakeVault({ kind: 'passphrase', status: 'not_set_up' });

async function connectByForm(user: ReturnType<typeof renderApp>['user']) {
  await user.click(await screen.findByRole('button', { name: 'Connect an account' }));
  await user.click(screen.getByRole('combobox', { name: /Market/ }));
  await user.click(await screen.findByRole('option', { name: /CashFast/ }));
  await user.type(screen.getByLabelText(/Account name/), 'Tienda');
  await user.type(screen.getByLabelText(/Base URL/), 'https://gw.example');
  await user.type(screen.getByLabelText(/Access key/), 'ak');
  await user.type(screen.getByLabelText(/Secret key/), 'sk');
  await user.click(screen.getByRole('button', { name: 'Connect account' }));
}

describe('the first minute', () => {
  it('becomes practice with one press', async () => {
    const { user, history, fake } = renderApp({ mode: 'live', accounts: [], practiceExists: false });
    expect(await screen.findByRole('heading', { name: 'Welcome to Counterfoil' })).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Try practice merchant' }));
    expect(await screen.findByText('PRACTICE')).toBeInTheDocument();
    expect(history.location.pathname).toBe('/');
    expect(await screen.findByRole('region', { name: 'Four things to try' })).toBeInTheDocument();
    expect(fake.calls.filter(({ name }) => name === 'startPractice')).toHaveLength(1);
  });

  it('needs no passphrase for practice, where there is no keychain', async () => {
    const { user } = renderApp({ mode: 'live', accounts: [], practiceExists: false, vault: noKeychain });
    await user.click(await screen.findByRole('button', { name: 'Try practice merchant' }));
    expect(await screen.findByText('PRACTICE')).toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'Settings' }));
    const card = await screen.findByRole('region', { name: 'Practice CashFast Mexico' });
    await user.click(within(card).getByRole('button', { name: 'Test connection' }));
    expect(await within(card).findByText('It works')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('asks for a passphrase before it keeps the first secret, then goes on', async () => {
    const { user, fake, history } = renderApp({
      mode: 'live',
      accounts: [],
      practiceExists: false,
      vault: noKeychain,
    });
    await connectByForm(user);
    const dialog = await screen.findByRole('dialog', { name: 'Choose a passphrase' });
    const keep = within(dialog).getByRole('button', { name: 'Keep this passphrase' });
    await user.type(within(dialog).getByLabelText('Passphrase'), 'correct horse');
    expect(keep).toBeDisabled();
    await user.type(within(dialog).getByLabelText('Passphrase again'), 'correct horse');
    expect(fake.calls.filter(({ name }) => name === 'connectAccount')).toHaveLength(0);
    await user.click(keep);
    await waitFor(() => expect(fake.calls.filter(({ name }) => name === 'connectAccount')).toHaveLength(1));
    await waitFor(() => expect(history.location.pathname).toBe('/'));
  });

  it('connects an account and goes to the overview', async () => {
    const { user, history } = renderApp({ mode: 'live', accounts: [], practiceExists: false });
    await connectByForm(user);
    await waitFor(() => expect(history.location.pathname).toBe('/'));
    expect(await screen.findByRole('heading', { name: 'Overview' })).toBeInTheDocument();
  });
});

describe('the overview', () => {
  it('puts what needs a person first and leads to it', async () => {
    const { user, history } = renderApp();
    const list = await screen.findByRole('table', { name: 'Orders that need a person' });
    const first = within(list).getAllByRole('link')[0];
    expect(within(list).getAllByText('Unknown').length).toBeGreaterThan(0);
    await user.click(first as HTMLElement);
    await waitFor(() => expect(history.location.pathname).toMatch(/^\/orders\/order-/));
  });

  it('shows balances, bars and the same figures as a table', async () => {
    const { user } = renderApp();
    const balance = await screen.findByRole('article', { name: 'Practice CashFast Mexico' });
    expect(balance).toHaveTextContent('125,340.75 MXN');
    expect(balance).toHaveTextContent('Claimed by unsettled payouts 340.20 MXN');
    expect(screen.getByRole('img', { name: /Collected beside paid out/ })).toBeInTheDocument();
    expect(screen.queryByRole('table', { name: 'Last 14 days' })).not.toBeInTheDocument();
    await user.click(screen.getByText('The same as a table'));
    const table = await screen.findByRole('table', { name: 'Last 14 days' });
    expect(within(table).getAllByRole('row')).toHaveLength(15);
  });

  it('narrows to the account chosen at the top', async () => {
    const { user } = renderApp();
    await screen.findByRole('article', { name: 'Practice CashFast Mexico' });
    await user.click(screen.getByRole('combobox', { name: 'Account shown' }));
    await user.click(await screen.findByRole('option', { name: /Tanzania/ }));
    await waitFor(() =>
      expect(screen.queryByRole('article', { name: 'Practice CashFast Mexico' })).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('article', { name: 'Practice Cashy Tanzania' })).toBeInTheDocument();
  });

  it('says plainly what happened when it cannot be loaded', async () => {
    renderApp({
      commands: {
        overview: () =>
          Promise.reject({ code: 'record_damaged', message: 'row 7', details: {}, problems: [] }),
      },
    });
    expect(await screen.findByText(/A record that belongs here is damaged/)).toBeInTheDocument();
    expect(screen.queryByText(/nothing was sent/i)).not.toBeInTheDocument();
  });

  it('has no axe violation', async () => {
    renderApp();
    await screen.findByRole('article', { name: 'Practice CashFast Mexico' });
    expect(await axeViolations()).toEqual([]);
  });
});
