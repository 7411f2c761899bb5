import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { PayoutChecks } from '../../ipc';
import {
  type FakeOptions,
  fakeAccount,
  fakeChecks,
  fakeMarkets,
  fakeReport,
  fakeSummary,
} from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';
import { en } from '../../texts';

const PASSPHRASE = 'canary horse battery 0123';
const account = fakeAccount({
  id: 'mx',
  name: 'Tienda',
  marketId: 'cashy-mx',
  payoutCeiling: '1000',
  dayCeiling: '5000',
});
const refusal = (code: string, details: Record<string, string> = {}) => ({
  code,
  message: code,
  details,
  problems: [],
});
const asked = ({ fake }: ReturnType<typeof renderApp>, command: string) =>
  fake.calls.filter(({ name }) => name === command).map(({ args }) => args);
/** Fills a field by one paste: typing draws the whole window at every key. */
async function put({ user }: ReturnType<typeof renderApp>, field: HTMLElement, text: string) {
  await user.clear(field);
  await user.click(field);
  if (text !== '') await user.paste(text);
}
/** Nothing of a passphrase stays in the page once it was handed over. */
const gone = () => expect(document.documentElement.outerHTML).not.toContain(PASSPHRASE);

async function edit(options: Partial<FakeOptions> = {}) {
  const app = renderApp({ at: '/settings', accounts: [account], guard: PASSPHRASE, ...options });
  const card = await screen.findByRole('region', { name: 'Tienda' });
  await app.user.click(within(card).getByRole('button', { name: 'Edit' }));
  const dialog = within(await screen.findByRole('dialog'));
  const set = (label: RegExp, text: string) => put(app, dialog.getByLabelText(label), text);
  const save = () => app.user.click(dialog.getByRole('button', { name: 'Save' }));
  return { ...app, dialog, set, save };
}
const saved = () => waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());

describe('the ceilings of an account', () => {
  it('say what they mean, and what today comes to', async () => {
    const { dialog } = await edit();
    expect(dialog.getByLabelText(/Most per payout/)).toHaveAccessibleDescription(/takes the passphrase/);
    await waitFor(() =>
      expect(dialog.getByLabelText(/Most per day/)).toHaveAccessibleDescription(
        /Today so far: 1,250\.00 MXN sent, 300\.00 MXN waiting/,
      ),
    );
    expect(await axeViolations()).toEqual([]);
  });

  it('are lowered and set freely', async () => {
    const app = await edit();
    await app.set(/Most per payout/, '900');
    await app.set(/Most per day/, '4000');
    await app.save();
    await saved();
    expect(asked(app, 'editAccount')[0]?.[2]).toBeNull();
  });

  it('are raised with the passphrase, which is asked for, told when it is wrong, and let go', async () => {
    const app = await edit();
    await app.set(/Most per payout/, '2000');
    await app.save();
    const field = await app.dialog.findByLabelText(/^Passphrase/);
    expect(app.dialog.getByRole('alert')).toHaveTextContent(en['errors.guard_needed']);
    await waitFor(() => expect(field).toHaveFocus());
    await app.user.paste('not the one');
    await app.user.keyboard('{Enter}');
    await waitFor(() =>
      expect(app.dialog.getByRole('alert')).toHaveTextContent(en['errors.vault_wrong_passphrase']),
    );
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toHaveValue('');
    expect(await axeViolations()).toEqual([]);
    await app.user.paste(PASSPHRASE);
    await app.user.keyboard('{Enter}');
    await saved();
    expect(asked(app, 'editAccount').map((args) => args[2])).toEqual([null, 'not the one', PASSPHRASE]);
    gone();
  });

  it('tell how long to wait after wrong ones', async () => {
    const app = await edit({
      commands: { editAccount: () => Promise.reject(refusal('vault_back_off', { seconds: '8' })) },
    });
    await app.set(/Most per day/, '');
    await app.save();
    expect(await app.dialog.findByText(/next try is possible in 8 s/)).toBeInTheDocument();
    await waitFor(() => expect(app.dialog.getByLabelText(/^Passphrase/)).toHaveFocus());
  });

  it('are raised the first time by choosing the passphrase', async () => {
    const app = renderApp({ at: '/settings', accounts: [account] });
    const card = await screen.findByRole('region', { name: 'Tienda' });
    await app.user.click(within(card).getByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog'));
    await app.user.clear(dialog.getByLabelText(/Most per day/));
    await app.user.click(dialog.getByRole('button', { name: 'Save' }));
    const first = await dialog.findByLabelText(/^Choose a passphrase/);
    await waitFor(() => expect(first).toHaveFocus());
    expect(dialog.getByText(/None was chosen on this computer yet/)).toBeInTheDocument();
    await put(app, first, PASSPHRASE);
    expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    await put(app, dialog.getByLabelText(/^Passphrase again/), PASSPHRASE);
    await app.user.click(dialog.getByRole('button', { name: 'Save' }));
    await saved();
    expect(asked(app, 'setGuard')).toEqual([[PASSPHRASE]]);
    expect(asked(app, 'editAccount').at(-1)?.[2]).toBe(PASSPHRASE);
    gone();
  });
});

describe('the passphrase', () => {
  const section = async () => within(await screen.findByRole('region', { name: 'Passphrase for ceilings' }));

  it('is changed with the present one', async () => {
    const app = renderApp({ at: '/settings', accounts: [account], guard: PASSPHRASE });
    await app.user.click((await section()).getByRole('button', { name: 'Change passphrase' }));
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Change passphrase' });
    for (const old of ['not the one', PASSPHRASE]) {
      await put(app, dialog.getByLabelText(/^Present passphrase/), old);
      await put(app, dialog.getByLabelText(/^New passphrase/), 'battery staple');
      expect(confirm).toBeDisabled();
      await put(app, dialog.getByLabelText(/^Passphrase again/), 'battery staple');
      await app.user.click(confirm);
      if (old !== PASSPHRASE) await dialog.findByRole('alert');
    }
    await saved();
    expect(asked(app, 'changeGuard').at(-1)).toEqual([PASSPHRASE, 'battery staple']);
    gone();
  });

  it('is chosen where none was, before it is needed', async () => {
    const app = renderApp({ at: '/settings', accounts: [account] });
    expect((await section()).getByText(/None was chosen yet/)).toBeInTheDocument();
    await app.user.click((await section()).getByRole('button', { name: 'Choose a passphrase' }));
    const dialog = within(await screen.findByRole('dialog'));
    await waitFor(() => expect(dialog.getByLabelText(/^Choose a passphrase/)).toHaveFocus());
    await app.user.paste(PASSPHRASE);
    await put(app, dialog.getByLabelText(/^Passphrase again/), PASSPHRASE);
    await app.user.keyboard('{Enter}');
    await saved();
    expect((await section()).getByRole('button', { name: 'Change passphrase' })).toBeInTheDocument();
    gone();
  });
});

describe('a payout above a ceiling', () => {
  const day = { max: '5000', used: '4500', near: true, above: true };

  async function review(checks: Partial<PayoutChecks>, options: Partial<FakeOptions> = {}) {
    const market = fakeMarkets.find(({ id }) => id === 'cashy-mx');
    const app = renderApp({
      at: '/payout',
      accounts: [account],
      guard: PASSPHRASE,
      ...options,
      commands: {
        checkDraft: async (_id, draft) => fakeReport(market, draft, { payout: fakeChecks(checks) }),
        ...options.commands,
      },
    });
    const { user } = app;
    await put(app, await screen.findByRole('textbox', { name: "Payee's name" }), 'Luis');
    await put(app, screen.getByRole('textbox', { name: "Payee's account" }), '646180000030056845');
    await user.click(screen.getByRole('combobox', { name: 'Bank' }));
    await user.click(await screen.findByRole('option', { name: /STP/ }));
    await put(app, screen.getByRole('textbox', { name: 'Remark' }), 'rent');
    await put(app, screen.getByRole('textbox', { name: 'Amount' }), '1234.5');
    await user.click(screen.getByRole('button', { name: 'Review' }));
    await screen.findByRole('heading', { name: 'Review the payout' });
    return app;
  }

  /** The button to send has slept its second. */
  const awake = () => waitFor(() => expect(screen.getByRole('button', { name: /^Send / })).toBeEnabled());

  it('asks for the passphrase on its review, and sends it once', async () => {
    const app = await review({ aboveCeiling: '1000' });
    expect(screen.getByText(/Above the ceiling of this account, 1,000\.00 MXN/)).toBeInTheDocument();
    const field = screen.getByLabelText(/^Passphrase/);
    expect(field).not.toHaveFocus();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(screen.getByRole('button', { name: /^Send / })).toBeDisabled();
    await put(app, field, PASSPHRASE);
    await app.user.keyboard('{Enter}');
    expect(asked(app, 'preparePayout')).toEqual([]);
    expect(await axeViolations()).toEqual([]);
    await awake();
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByRole('button', { name: /Cancel the payout/ });
    expect(asked(app, 'preparePayout').map((args) => args[2])).toEqual([
      { lastFour: null, duplicateReason: null, passphrase: PASSPHRASE },
    ]);
    gone();
  });

  it('says where the day stands, and goes back to the field after a wrong passphrase', async () => {
    const app = await review(
      { dayCeiling: day },
      { commands: { preparePayout: () => Promise.reject(refusal('vault_wrong_passphrase')) } },
    );
    expect(
      screen.getByText(/passes the day's ceiling of this account: 4,500\.00 MXN of 5,000\.00 MXN/),
    ).toBeInTheDocument();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await put(app, screen.getByLabelText(/^Passphrase/), 'not the one');
    await awake();
    await app.user.click(screen.getByRole('button', { name: /^Send / }));
    expect(await screen.findByRole('alert')).toHaveTextContent(en['errors.vault_wrong_passphrase']);
    await waitFor(() => expect(screen.getByLabelText(/^Passphrase/)).toHaveFocus());
    expect(screen.getByLabelText(/^Passphrase/)).toHaveValue('');
    expect(screen.getByRole('button', { name: /^Send / })).toBeDisabled();
  });

  it('is told near the ceiling of the day, and not asked', async () => {
    await review({ dayCeiling: { ...day, above: false } });
    expect(screen.getByText(/Near the day's ceiling of this account: 4,500\.00 MXN/)).toBeInTheDocument();
    expect(screen.queryByLabelText(/^Passphrase/)).not.toBeInTheDocument();
  });

  it('is quiet far from it', async () => {
    await review({ dayCeiling: { ...day, used: '10', near: false, above: false } });
    expect(screen.queryByText(/day's ceiling/)).not.toBeInTheDocument();
  });

  const waiting = fakeSummary(1, Date.now(), {
    id: 'it',
    accountId: 'mx',
    status: 'not_sent',
    direction: 'payout',
    product: 'payout',
    amount: '1234.5',
    flags: [],
  });

  it.each([
    ['its own page', '/payout/it', /^Send .* now/],
    ['the order', '/orders/it', 'Send now'],
  ])('that waits is sent from %s with the passphrase', async (_where, at, button) => {
    const app = renderApp({ at, accounts: [account], orders: [waiting], guard: PASSPHRASE });
    const press = async (name: RegExp | string, inside = screen) => {
      const found = await inside.findByRole('button', { name });
      await waitFor(() => expect(found).toBeEnabled());
      await app.user.click(found);
    };
    await press(button);
    const dialog = typeof button === 'string' ? within(await screen.findByRole('dialog')) : screen;
    if (typeof button === 'string') await press('Send now', dialog as typeof screen);
    const field = await dialog.findByLabelText(/^Passphrase/);
    await waitFor(() => expect(field).toHaveFocus());
    expect(dialog.getByText(/above the ceiling of this account/)).toBeInTheDocument();
    await put(app, field, PASSPHRASE);
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(asked(app, 'sendPayout')).toHaveLength(2));
    expect(asked(app, 'sendPayout')).toEqual([
      ['it', null],
      ['it', PASSPHRASE],
    ]);
    gone();
  });
});
