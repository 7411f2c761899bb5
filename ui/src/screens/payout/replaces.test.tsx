import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { OrderSummaryView } from '../../ipc';
import { type FakeOptions, fakeAccount, fakeSummary } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const CLABE = '646180000030056845';
const cashy = fakeAccount({ id: 'mx', name: 'Tienda', marketId: 'cashy-mx' });
const main = () => within(screen.getByRole('main'));

const old = (more: Partial<OrderSummaryView> = {}) =>
  fakeSummary(1, Date.now(), {
    id: 'old',
    number: 'CFOLD',
    accountId: 'mx',
    amount: '1234.5',
    direction: 'payout',
    product: 'payout',
    status: 'abandoned',
    needsPerson: false,
    flags: [],
    ...more,
  });

const draft = {
  product: 'payout',
  channel: null,
  amount: '1234.5',
  fields: { accountName: 'Luis', accountType: '40', accountNo: CLABE, bankId: 'STP', remark: 'rent' },
} as const;

/** The form, with an order in the ledger that is alike. */
const form = (at: string, order = old(), options: FakeOptions = {}) =>
  renderApp({
    at,
    accounts: [cashy],
    orders: [order],
    details: { old: { accountNumber: CLABE, draft } },
    ...options,
  });
const review = async ({ user }: ReturnType<typeof form>) => {
  await user.click(await screen.findByRole('button', { name: 'Review' }));
  expect(await screen.findByRole('heading', { name: 'Review the payout' })).toBeInTheDocument();
};
const prepared = ({ fake }: ReturnType<typeof form>) =>
  fake.calls.filter(({ name }) => name === 'preparePayout').map(({ args }) => args[2]);
const asleep = () => new Promise((resolve) => setTimeout(resolve, 1100));

describe('a payout in place of a given-up one', () => {
  it('warns on form and review, is confirmed, and both name each other', async () => {
    const app = form('/payout?like=old&replaces=old');
    const warning = await screen.findByText('This replaces order CFOLD');
    expect(warning.closest('[role="group"]')).toHaveTextContent(
      /That one was declared never made on .* If it turns up after all, both may have been paid\./,
    );
    await review(app);
    expect(await axeViolations()).toEqual([]);
    await asleep();
    const send = screen.getByRole('button', { name: /^Send 1,234\.50 MXN/ });
    expect(send).toBeDisabled();
    await app.user.click(
      screen.getByRole('checkbox', { name: 'I know that both may be paid if CFOLD turns up' }),
    );
    await waitFor(() => expect(send).toBeEnabled());
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    expect(await main().findByText(/^Replaces/)).toHaveTextContent('CFOLD');
    expect(prepared(app)).toEqual([{ lastFour: null, duplicateReason: null, replaces: 'old' }]);
    await app.user.click(main().getByRole('link', { name: 'CFOLD' }));
    expect(await screen.findByText(/^Replaced by/)).toHaveTextContent('CFNEW1K');
  });

  it('is stopped until the person says that it takes its place', async () => {
    const app = form('/payout?like=old');
    await app.user.click(await screen.findByRole('button', { name: 'Review' }));
    const checks = within(await screen.findByRole('complementary', { name: 'Checks' }));
    expect(await checks.findByText(/was declared never made\. Say whether/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Review' })).toBeDisabled();
    expect(screen.queryByText('This replaces order CFOLD')).not.toBeInTheDocument();
    await app.user.click(checks.getByRole('button', { name: 'This is the replacement of CFOLD' }));
    expect(await screen.findByText('This replaces order CFOLD')).toBeInTheDocument();
    expect(checks.queryByText(/was declared never made\. Say whether/)).not.toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByText('This replaces order CFOLD').closest('[role="group"]')).toHaveFocus(),
    );
    await review(app);
    expect(screen.getByRole('checkbox', { name: /I know that both/ })).not.toBeChecked();
  });

  it('is one of its own when the amount is another', async () => {
    const app = form('/payout?like=old&replaces=old');
    const amount = await screen.findByRole('textbox', { name: 'Amount' });
    await app.user.clear(amount);
    await app.user.type(amount, '99');
    await app.user.tab();
    expect(await screen.findByText(/It does not replace order CFOLD/)).toBeInTheDocument();
    await review(app);
    await waitFor(() => expect(screen.getByRole('button', { name: /^Send / })).toBeEnabled());
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByRole('button', { name: /Cancel the payout/ });
    expect(prepared(app)).toEqual([{ lastFour: null, duplicateReason: null }]);
  });

  it('is stopped in the form when the old one has turned up', async () => {
    form('/payout?like=old&replaces=old', old({ status: 'succeeded' }));
    await screen.findByRole('button', { name: 'Review' });
    expect(await main().findByRole('alert')).toHaveTextContent(
      'Order CFOLD is not given up any more (Succeeded).',
    );
    expect(screen.getByRole('button', { name: 'Review' })).toBeDisabled();
  });

  it('is stopped on the review when the old one turns up while it is looked at', async () => {
    const app = form('/payout?like=old&replaces=old');
    await review(app);
    await app.user.click(screen.getByRole('checkbox', { name: /I know that both/ }));
    await waitFor(() => expect(screen.getByRole('button', { name: /^Send / })).toBeEnabled());
    await app.fake.door.backend.reopenOrder('old', 'The payee says that it came.');
    await waitFor(() => {
      expect(screen.getByRole('button', { name: /^Send / })).toBeDisabled();
      expect(main().getByRole('alert')).toHaveTextContent('not given up any more (Unknown)');
    });
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    expect(prepared(app)).toEqual([]);
  });
});

describe('an unknown payout that is alike', () => {
  it('stops the form and is shown itself, with its next question', async () => {
    const app = form('/payout?like=old', old({ status: 'unknown' }));
    await app.user.click(await screen.findByRole('button', { name: 'Review' }));
    const checks = within(await screen.findByRole('complementary', { name: 'Checks' }));
    expect(await checks.findByText(/^Stop: a payout of the same amount/)).toBeInTheDocument();
    expect(checks.getByText('Unknown')).toBeInTheDocument();
    expect(checks.getByText(/^Made/)).toBeInTheDocument();
    expect(await checks.findByRole('timer')).toHaveAccessibleName(/^Next question in/);
    expect(checks.queryByRole('button', { name: /replacement/ })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Review' })).toBeDisabled();
    expect(await axeViolations()).toEqual([]);
    await app.user.click(checks.getByRole('button', { name: 'Open order CFOLD' }));
    expect(app.history.location.pathname).toBe('/orders/old');
  });
});
