import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '../../ipc';
import { type FakeOptions, fakeAccount, fakeBackup, fakeSummary } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';
import { en } from '../../texts';

const pages = { kind: 'pages', what: 'database disk image is malformed' } as const;
const restoreButton = { name: /^Restore the backup of/ };

describe('a damaged ledger', () => {
  it('says what is wrong, offers the last good backup, and says what restoring loses', async () => {
    const { fake, user } = renderApp({
      mode: 'live',
      health: { damage: pages, offer: fakeBackup(), offerSought: true },
    });
    const band = await screen.findByRole('region', { name: 'Ledger damaged' });
    expect(within(band).getByRole('alert')).toHaveTextContent(/nothing can be sent or changed/);
    await user.click(within(band).getByRole('button', restoreButton));
    const dialog = await screen.findByRole('dialog', { name: /Restore the backup of/ });
    expect(dialog).toHaveTextContent('1,234 orders');
    expect(dialog).toHaveTextContent(/Orders made after it are not known/);
    expect(dialog).toHaveTextContent(/none is sent again/);
    expect(dialog).toHaveTextContent(/No payout is sent afterwards until somebody has compared/);
    expect(fake.calls.some(({ name }) => name === 'restoreBackup')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Restore this backup' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Ledger damaged' })).toBeNull());
    expect(fake.calls.filter(({ name }) => name === 'restoreBackup').map(({ args }) => args)).toEqual([
      [fakeBackup().name],
    ]);
  });

  it('is not taken for an empty program', async () => {
    renderApp({
      mode: 'live',
      accounts: [],
      practiceExists: false,
      health: { damage: { kind: 'not_a_ledger', what: '' }, offerSought: true },
    });
    const band = await screen.findByRole('region', { name: 'Ledger damaged' });
    expect(band).toHaveTextContent(/no backup that can be used/);
    expect(screen.queryByText('Welcome to Counterfoil')).not.toBeInTheDocument();
  });

  it('of practice is nothing real and has no backups', async () => {
    renderApp({ health: { damage: pages, hasBackups: false } });
    const band = await screen.findByRole('region', { name: 'Ledger damaged' });
    expect(band).toHaveTextContent(/Nothing real is lost/);
    expect(within(band).queryByRole('button')).toBeNull();
  });

  it('with single damaged records goes on, warned', async () => {
    renderApp({ mode: 'live', health: { damagedRecords: 2, offerSought: true } });
    const band = await screen.findByRole('region', { name: 'Records damaged' });
    expect(band).toHaveTextContent('found 2 things');
    expect(band).not.toHaveTextContent(/no backup that can be used/);
  });

  it('marks incomplete figures', async () => {
    renderApp({ mode: 'live', health: { damage: pages, offerSought: true } });
    expect(await screen.findByText(/do not rely on its sums/)).toBeInTheDocument();
  });
});

describe('a restored backup', () => {
  const restored = {
    from: '2026-11-21T09:00:00.000Z',
    at: '2026-11-22T12:00:00.000Z',
    keptIn: '/home/ana/live/replaced-20261122T120000Z',
  };
  const PASSPHRASE = 'canary horse battery 0123';
  const shop = fakeAccount({ name: 'Tienda Azul', live: true, builtIn: false });
  const guarded = { ...shop, dayCeiling: '5000' };
  const dealtWith = ({ fake }: ReturnType<typeof renderApp>) =>
    fake.calls.filter(({ name }) => name === 'restoreDealtWith').map(({ args }) => args);
  const gone = () =>
    waitFor(() => expect(screen.queryByRole('region', { name: 'Payouts halted' })).toBeNull());

  async function compare(options: Partial<FakeOptions> = {}) {
    const app = renderApp({ mode: 'live', accounts: [shop], health: { restored }, ...options });
    const band = await screen.findByRole('region', { name: 'Payouts halted' });
    expect(within(band).getByRole('alert')).toHaveTextContent(/Nothing is sent until somebody has compared/);
    await app.user.click(within(band).getByRole('button', { name: /^Compare and go on/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Compare before payouts go on' }));
    const confirm = dialog.getByRole('button', { name: 'Let payouts go on' });
    return { ...app, dialog, confirm, check: () => app.user.click(dialog.getByRole('checkbox')) };
  }

  it('halts payouts until a person says that they have compared', async () => {
    const { dialog, confirm, check, ...app } = await compare();
    expect(dialog.getByRole('list', { name: 'Accounts' })).toHaveTextContent('Tienda Azul');
    expect(dialog.getByText(/the console shows and the list here does not/)).toBeInTheDocument();
    expect(dialog.getByText(/\/home\/ana\/live\/replaced-20261122T120000Z/)).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await waitFor(() => expect(dialog.getByRole('checkbox')).toHaveFocus());
    await app.user.keyboard('{Enter}');
    expect(confirm).toBeDisabled();
    expect(dealtWith(app)).toEqual([]);
    await check();
    expect(dialog.queryByLabelText(/^Passphrase/)).not.toBeInTheDocument();
    await app.user.click(confirm);
    // First: it closes itself after a few seconds.
    expect(await screen.findByText('Payouts can be sent again.')).toBeInTheDocument();
    await gone();
    expect(dealtWith(app)).toEqual([[null]]);
  });

  it('takes the passphrase where an account has a ceiling', async () => {
    const { dialog, confirm, check, ...app } = await compare({ accounts: [guarded], guard: PASSPHRASE });
    await check();
    expect(confirm).toBeDisabled();
    const field = dialog.getByLabelText(/^Passphrase/);
    await app.user.click(field);
    await app.user.paste('not the one');
    await app.user.click(confirm);
    expect(await dialog.findByRole('alert')).toHaveTextContent(en['errors.vault_wrong_passphrase']);
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toHaveValue('');
    await app.user.paste(PASSPHRASE);
    await app.user.keyboard('{Enter}');
    await gone();
    expect(dealtWith(app)).toEqual([['not the one'], [PASSPHRASE]]);
    expect(document.documentElement.outerHTML).not.toContain(PASSPHRASE);
  });

  it('asks for the passphrase also for a ceiling that the window does not know of', async () => {
    const retired = { ...guarded, id: 'old', retiredAt: '2026-11-20T10:00:00.000Z' };
    const { dialog, confirm, check, ...app } = await compare({
      accounts: [shop, retired],
      guard: PASSPHRASE,
    });
    await check();
    await app.user.click(confirm);
    expect(await dialog.findByRole('alert')).toHaveTextContent(en['errors.guard_needed']);
    await waitFor(() => expect(dialog.getByLabelText(/^Passphrase/)).toHaveFocus());
    await app.user.paste(PASSPHRASE);
    await app.user.keyboard('{Enter}');
    await gone();
    expect(dealtWith(app)).toEqual([[null], [PASSPHRASE]]);
  });

  it('refuses to send what waits, and leads to the data, where the same can be said', async () => {
    const waiting = fakeSummary(1, Date.now(), {
      id: 'it',
      accountId: shop.id,
      status: 'not_sent',
      direction: 'payout',
      product: 'payout',
      flags: [],
    });
    const { user, history } = renderApp({
      at: '/payout/it',
      mode: 'live',
      accounts: [shop],
      orders: [waiting],
      health: { restored },
    });
    const send = await screen.findByRole('button', { name: /^Send .* now/ });
    await waitFor(() => expect(send).toBeEnabled());
    await user.click(send);
    const main = within(screen.getByRole('main'));
    expect(await main.findByText(en['errors.restore_gap'])).toBeInTheDocument();
    await user.click(main.getByRole('button', { name: 'Data and backups' }));
    expect(history.location.href).toBe('/settings?tab=data');
    const halted = await main.findByRole('group', { name: 'No payout can be sent yet' });
    expect(within(halted).getByRole('button', { name: /^Compare and go on/ })).toBeInTheDocument();
  });
});

describe('the data tab', () => {
  it('lists backups, makes one and checks the ledger', async () => {
    const { user } = renderApp({ at: '/settings?tab=data', mode: 'live' });
    const table = await screen.findByRole('table', { name: 'Backups' });
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    expect(screen.getByText('Not yet since the program started')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Back up now' }));
    await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(3));
    await user.click(screen.getByRole('button', { name: 'Check now' }));
    expect(await screen.findByText(/nothing wrong/)).toBeInTheDocument();
  });

  it('restores only after the question', async () => {
    const { fake, user } = renderApp({ at: '/settings?tab=data', mode: 'live' });
    await user.click(await screen.findByRole('button', restoreButton));
    const dialog = await screen.findByRole('dialog', { name: /Restore the backup of/ });
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(fake.calls.some(({ name }) => name === 'restoreBackup')).toBe(false);
  });

  it('shows what was found, and why a backup or a restoration failed', async () => {
    const { user } = renderApp({
      at: '/settings?tab=data',
      mode: 'live',
      health: { damagedRecords: 1, offer: fakeBackup({ name: 'another' }), offerSought: true },
      data: {
        checkedAt: '2026-11-22T12:00:00.000Z',
        problems: ['order 7 (N7A) is not as it was written'],
        backupFailure: 'the disk is full; nothing was written',
      },
      commands: { restoreBackup: () => Promise.reject(new IpcError('record_damaged', 'order 9')) },
    });
    expect(await screen.findByText(/order 7 \(N7A\)/)).toBeInTheDocument();
    expect(screen.getByText(/could not be made/)).toHaveTextContent('The older ones are still there');
    expect(await axeViolations()).toEqual([]);
    const table = screen.getByRole('table', { name: 'Backups' });
    await user.click(within(table).getByRole('button', restoreButton));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Restore this backup' }));
    expect(await within(dialog).findByText(/A record that this depends on is damaged/)).toBeInTheDocument();
  });

  it('says so when there is no backup, and makes none of a damaged ledger', async () => {
    renderApp({
      at: '/settings?tab=data',
      mode: 'live',
      data: { backups: [], damaged: true, backupFailure: 'the disk is full' },
    });
    expect(await screen.findByText(/There is no backup yet/)).toBeInTheDocument();
    expect(screen.getByText(/could not be made/)).not.toHaveTextContent('older ones');
    expect(screen.getByRole('button', { name: 'Back up now' })).toBeDisabled();
  });
});

describe('damaged orders', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const width = window.innerWidth;

  it('are marked in the list and on their page, and never left out of it silently', async () => {
    window.innerWidth = 1440;
    const damaged = fakeSummary(3, now, { damaged: true });
    renderApp({
      at: '/orders/order-3',
      orders: [fakeSummary(0, now), damaged],
      unreadable: [
        { id: '77', number: 'N77A', createdAt: '2026-11-20T10:00:00.000Z' },
        { id: '78', number: null, createdAt: null },
      ],
    });
    const row = await screen.findByRole('row', { name: new RegExp(damaged.number) });
    expect(within(row).getByRole('img', { name: /^Damaged/ })).toBeInTheDocument();
    expect(await screen.findByText(/records of 2 orders in this list are damaged/)).toBeInTheDocument();
    expect(screen.getByText('N77A')).toBeInTheDocument();
    expect(screen.getByText('Order without a readable number')).toBeInTheDocument();
    const page = screen.getByRole('region', { name: 'Order' });
    expect(await within(page).findByText(/This order's record is damaged/)).toBeInTheDocument();
    window.innerWidth = width;
  });
});
