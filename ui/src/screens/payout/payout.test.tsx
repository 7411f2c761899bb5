import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DraftReport, IpcError, type PayoutChecks } from '../../ipc';
import {
  type FakeOptions,
  fakeAccount,
  fakeChecks,
  fakeMarkets,
  fakeReport,
  fakeSummary,
} from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { pressUntil } from '../../testing/press';
import { renderApp } from '../../testing/render';

const CLABE = '646180000030056845';
const CARD = '4111111111111111';
const cashy = fakeAccount({ id: 'mx', name: 'Tienda', marketId: 'cashy-mx' });
const main = () => within(screen.getByRole('main'));

/** The form of the Mexican Cashy account, whose checks find what the test says. */
function form(
  checks: Partial<PayoutChecks> = {},
  more: Partial<DraftReport> = {},
  options: Partial<FakeOptions> = {},
) {
  return renderApp({
    at: '/payout',
    accounts: [cashy],
    ...options,
    commands: {
      checkDraft: async (_id, draft) =>
        fakeReport(
          fakeMarkets.find(({ id }) => id === 'cashy-mx'),
          draft,
          { payout: fakeChecks(checks), ...more },
        ),
      ...options.commands,
    },
  });
}

async function fill(user: ReturnType<typeof renderApp>['user']) {
  await user.type(await screen.findByRole('textbox', { name: "Payee's name" }), 'Luis');
  await user.click(screen.getByRole('textbox', { name: "Payee's account" }));
  await user.paste(CLABE);
  await user.click(screen.getByRole('combobox', { name: 'Bank' }));
  await user.click(await screen.findByRole('option', { name: /STP/ }));
  await user.type(screen.getByRole('textbox', { name: 'Remark' }), 'rent');
  await user.type(screen.getByRole('textbox', { name: 'Amount' }), '1234.5');
}

async function goToReview({ user }: ReturnType<typeof form>) {
  await user.click(screen.getByRole('button', { name: 'Review' }));
  expect(await screen.findByRole('heading', { name: 'Review the payout' })).toBeInTheDocument();
}

async function review(...given: Parameters<typeof form>) {
  const app = form(...given);
  await fill(app.user);
  await goToReview(app);
  return app;
}
const awake = () => waitFor(() => expect(screen.getByRole('button', { name: /^Send / })).toBeEnabled());
const sent = ({ fake }: ReturnType<typeof renderApp>) =>
  fake.calls.filter(({ name }) => name === 'preparePayout');

afterEach(() => vi.useRealTimers());

describe('the payout form', () => {
  it('takes the number out of whatever is pasted and says what it is', async () => {
    const { user } = form();
    const field = await screen.findByRole('textbox', { name: "Payee's account" });
    await user.click(field);
    await user.paste(`Hola, mi CLABE: 646 180 00003005684 5, gracias`);
    expect(field).toHaveValue(CLABE);
    expect(screen.getByRole('radio', { name: 'CLABE' })).toBeChecked();
    expect(field).toHaveAccessibleDescription(/Read as CLABE/);
  });

  it('never changes a kind of account that the person has chosen', async () => {
    const { user } = form();
    await user.click(await screen.findByRole('radio', { name: 'Card' }));
    await user.click(screen.getByRole('textbox', { name: "Payee's account" }));
    await user.paste(CLABE);
    expect(screen.getByRole('radio', { name: 'Card' })).toBeChecked();
  });

  it('asks which one when there are several numbers', async () => {
    const { user } = form();
    const field = await screen.findByRole('textbox', { name: "Payee's account" });
    await user.click(field);
    await user.paste(`${CLABE}\n${CARD}`);
    expect(field).toHaveValue('');
    await user.click(screen.getByRole('button', { name: `card number ${CARD}` }));
    expect(field).toHaveValue(CARD);
  });

  it('warns when the field does not say any more what was pasted', async () => {
    const { user } = form();
    const field = await screen.findByRole('textbox', { name: "Payee's account" });
    await user.click(field);
    await user.paste(CLABE);
    expect(main().queryByRole('alert')).not.toBeInTheDocument();
    // What a program that swaps account numbers would do.
    fireEvent.change(field, { target: { value: '032180000118359719' } });
    expect(main().getByRole('alert')).toHaveTextContent('it ended in 6845');
    await user.click(screen.getByRole('button', { name: 'Put the pasted number back' }));
    expect(field).toHaveValue(CLABE);
    expect(main().queryByRole('alert')).not.toBeInTheDocument();
  });

  it('offers the bank that the number names, and does not choose it', async () => {
    const { user } = form({}, { bankByAccount: 'STP' });
    await fill(user);
    const bank = screen.getByRole('combobox', { name: 'Bank' });
    await user.click(bank);
    await user.click(await screen.findByRole('option', { name: /BBVA/ }));
    await user.click(await screen.findByRole('button', { name: 'Choose STP, read from the account number' }));
    expect(bank).toHaveValue('STP (90646)');
  });

  it('stops before a payout whose twin has an unknown outcome, and leads to it', async () => {
    const twin = fakeSummary(1, Date.now(), { id: 'twin', number: 'CFTWIN' });
    const { user, fake, history } = form({ unknownTwin: twin, sameWithinDay: [twin] });
    await fill(user);
    expect(await screen.findByText(/^Stop: a payout of the same amount/)).toBeInTheDocument();
    expect(screen.queryByText(/You will have to say why/)).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Review' })).toBeDisabled();
    await user.type(screen.getByRole('textbox', { name: 'Amount' }), '{Enter}');
    expect(screen.queryByRole('heading', { name: 'Review the payout' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Open order CFTWIN' }));
    expect(history.location.pathname).toBe('/orders/twin');
    expect(fake.calls.map(({ name }) => name)).not.toContain('preparePayout');
  });

  it('tells what is odd while it is typed', async () => {
    const { user } = form(
      {
        paidBefore: false,
        otherNames: ['Maria', 'Marta'],
        unusuallyLarge: true,
        exceedsBalance: true,
        largestBefore: '100',
      },
      { warnings: [{ field: 'accountNo', code: 'check_digit', values: {} }] },
    );
    await fill(user);
    const checks = await screen.findByRole('complementary', { name: 'Checks' });
    // Told only once the account itself was checked: what was found out while the rest was typed has no word of it.
    expect(await within(checks).findByText(/^New payee/)).toBeInTheDocument();
    expect(within(checks).getByText(/under another name: Maria, Marta/)).toBeInTheDocument();
    expect(within(checks).getByText(/More than three times/)).toHaveTextContent('100.00 MXN');
    expect(within(checks).getByText('More than what would be left to spend.')).toBeInTheDocument();
    expect(within(checks).getByText(/check digit does not fit/)).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });
});

describe('the review', () => {
  it('says the whole payout, large and in words, and where it comes from', async () => {
    await review();
    expect(
      screen.getByText('one thousand two hundred thirty-four and 50/100 (Mexican Peso)'),
    ).toBeInTheDocument();
    expect(screen.getByText('Luis')).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Account paid from' })).toHaveTextContent(
      'PRACTICENo real money: Tienda · 🇲🇽 Cashy · Mexico · MXN',
    );
    expect(screen.getByText('CLABE (40)')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('keeps the keyboard off a button that sleeps for a second, and Enter sends nothing', async () => {
    const app = form();
    await fill(app.user);
    // However slow the machine is, the key below is pressed within the second for which the button sleeps.
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await goToReview(app);
    const send = screen.getByRole('button', { name: /^Send 1,234\.50 MXN/ });
    expect(send).toBeDisabled();
    expect(send).not.toHaveFocus();
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    expect(send).toBeDisabled();
    act(() => vi.advanceTimersByTime(1000));
    expect(send).toBeEnabled();
    expect(sent(app)).toEqual([]);
    send.focus();
    await app.user.keyboard('{Enter}');
    expect(sent(app)).toEqual([]);
    await app.user.keyboard('{Control>}{Enter}{Enter}{/Control}');
    expect(await screen.findByRole('button', { name: /Cancel the payout/ })).toBeInTheDocument();
    expect(sent(app).map(({ args }) => args)).toEqual([
      [
        'mx',
        {
          product: 'payout',
          channel: null,
          amount: '1234.5',
          fields: { accountName: 'Luis', accountType: '40', accountNo: CLABE, bankId: 'STP', remark: 'rent' },
        },
        { lastFour: null, duplicateReason: null },
      ],
    ]);
  });

  it('wants the last four digits again, and the right ones', async () => {
    const app = await review({ retypeLastFour: true });
    const field = screen.getByRole('textbox', { name: 'Last four digits of the account' });
    await app.user.type(field, '6854');
    expect(await screen.findByText(/These are not the last four digits/)).toBeInTheDocument();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(screen.getByRole('button', { name: /^Send / })).toBeDisabled();
    await app.user.clear(field);
    await app.user.type(field, '6845');
    await awake();
    await app.user.click(screen.getByRole('button', { name: /^Send / }));
    await screen.findByRole('button', { name: /Cancel the payout/ });
    expect(sent(app)[0]?.args[2]).toEqual({ lastFour: '6845', duplicateReason: null });
  });

  it('asks for a reason when the same was paid within the day', async () => {
    const app = await review({ sameWithinDay: [fakeSummary(1, Date.now())] });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(screen.getByRole('button', { name: /^Send / })).toBeDisabled();
    await app.user.type(screen.getByRole('textbox', { name: 'Why it is paid again' }), 'second half');
    await awake();
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByRole('button', { name: /Cancel the payout/ });
    expect(sent(app)[0]?.args[2]).toEqual({ lastFour: null, duplicateReason: 'second half' });
  });

  it('sends nothing after a restoration until a person has compared, which they can do there', async () => {
    const restored = { from: '2026-11-21T09:00:00.000Z', at: '2026-11-22T12:00:00.000Z', keptIn: null };
    const app = await review({}, {}, { health: { restored } });
    const halted = main().getByRole('group', { name: 'No payout can be sent yet' });
    expect(halted).toHaveTextContent(/whether the same was paid already/);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(screen.getByRole('button', { name: /^Send / })).toBeDisabled();
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    expect(sent(app)).toEqual([]);
    const compare = () => app.user.click(within(halted).getByRole('button', { name: /^Compare and go on/ }));
    await compare();
    await app.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { name: 'Review the payout' })).toBeInTheDocument();
    await compare();
    const dialog = within(await screen.findByRole('dialog'));
    await app.user.click(dialog.getByRole('checkbox'));
    await app.user.click(dialog.getByRole('button', { name: 'Let payouts go on' }));
    await awake();
    expect(halted).not.toBeInTheDocument();
    await app.user.click(screen.getByRole('button', { name: /^Send / }));
    await screen.findByRole('button', { name: /Cancel the payout/ });
    expect(sent(app)).toHaveLength(1);
  });

  it('goes to the grace also when the page of what was prepared could not be read', async () => {
    const prepared = fakeSummary(1, Date.now(), {
      id: 'made',
      status: 'prepared',
      direction: 'payout',
      product: 'payout',
      flags: [],
    });
    const preparePayout = async () => {
      throw new IpcError('done_unread', 'busy', { orderId: 'made' });
    };
    const app = await review({}, {}, { orders: [prepared], commands: { preparePayout } });
    await awake();
    await app.user.keyboard('{Control>}{Enter}{Enter}{/Control}');
    expect(await screen.findByRole('button', { name: /Cancel the payout/ })).toBeInTheDocument();
    expect(app.history.location.pathname).toBe('/payout/made');
    expect(sent(app)).toHaveLength(1);
  });

  it('stays as it was typed when the state of the program cannot be read again', async () => {
    let refused = 0;
    const app = form();
    await fill(app.user);
    app.fake.door.backend.appState = async () => {
      refused += 1;
      throw new IpcError('ledger_locked', 'busy');
    };
    act(() => app.fake.emit('accountsChanged', { accountId: 'mx' }));
    await waitFor(() => expect(refused).toBeGreaterThan(0));
    await act(async () => new Promise((drawn) => setTimeout(drawn, 50)));
    expect(screen.getByRole('textbox', { name: 'Amount' })).toHaveValue('1234.5');
    expect(screen.queryByText('This could not be loaded')).not.toBeInTheDocument();
  });

  it('goes back to the form as it was', async () => {
    const app = await review();
    await pressUntil(app.user, '{Escape}', () =>
      expect(screen.getByRole('textbox', { name: 'Amount' })).toHaveValue('1234.5'),
    );
    expect(screen.getByRole('textbox', { name: "Payee's account" })).toHaveValue(CLABE);
  });
});
