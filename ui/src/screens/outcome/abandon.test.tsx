import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError, type OrderDetailView, type OrderSummaryView, type StatusKind } from '../../ipc';
import { type FakeOptions, fakeDetail, fakeRipe, fakeSettling, fakeSummary } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

type Direction = 'collect' | 'payout';
const REASON = 'Marta, support, 14:05: no such number';

const order = (status: StatusKind, direction: Direction) =>
  fakeSummary(1, Date.now(), { id: 'it', status, direction, product: direction, flags: [] });

/** Asked for so long that it may be declared. */
const ripe = (summary: OrderSummaryView) => fakeSettling(summary, true, { asked: [...fakeRipe] });

/** The window at a page of an order. */
const open = (
  at: string,
  status: StatusKind = 'unknown',
  direction: Direction = 'payout',
  { more = {}, ...options }: FakeOptions & { more?: Partial<OrderDetailView> } = {},
) => {
  const summary = order(status, direction);
  const details = { it: { settling: ripe(summary), ...more } };
  return renderApp({ at, orders: [summary], details, ...options });
};
type User = ReturnType<typeof open>['user'];
type Calls = ReturnType<typeof open>['fake'];

const question = async (user: User) => {
  await user.click(await screen.findByRole('button', { name: 'Declare never made…' }));
  const dialog = within(await screen.findByRole('dialog', { name: /never made\?$/ }));
  return {
    dialog,
    reason: dialog.getByRole('textbox', { name: /^Reason/ }),
    checked: dialog.getByRole('checkbox', { name: 'I have checked at the gateway' }),
    declare: dialog.getByRole('button', { name: 'Declare never made' }),
  };
};
const declared = ({ calls }: Calls) =>
  calls.filter(({ name }) => name === 'abandonOrder').map(({ args }) => args);

describe('declaring an order never made', () => {
  it.each([
    ['/orders/it', 'payout'],
    ['/orders/it', 'collect'],
    ['/payout/it', 'payout'],
    ['/collect/it', 'collect'],
  ] as const)('is offered at %s for an unknown %s', async (at, direction) => {
    const { user } = open(at, 'unknown', direction);
    const { dialog } = await question(user);
    expect(dialog.getByText(/“Not found” is no proof/)).toBeInTheDocument();
    expect(dialog.getByText(/asked about it once a day/)).toBeInTheDocument();
    expect(dialog.getByText(/under a new number/)).toBeInTheDocument();
    expect(dialog.getByText('PRACTICE')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it.each(['pending', 'processing', 'refused', 'not_sent', 'succeeded', 'abandoned'] as const)(
    'is not offered for one that is %s',
    async (status) => {
      open('/orders/it', status);
      expect((await screen.findAllByText('CF2611220001K')).length).toBeGreaterThan(0);
      expect(await screen.findByRole('heading', { name: 'History' })).toBeInTheDocument();
      expect(screen.queryByRole('button', { name: /Declare never made/ })).not.toBeInTheDocument();
    },
  );

  it('shows how often it was asked about and what was answered', async () => {
    const { user } = open('/orders/it');
    const { dialog } = await question(user);
    expect(dialog.getByRole('row', { name: /^Not found 29/ })).toBeInTheDocument();
    expect(dialog.getByText(/The gateway says that it knows no such order/)).toBeInTheDocument();
    expect(dialog.getByText(/order not exist/)).toBeInTheDocument();
    expect(dialog.getByText(/heard 3 more times/)).toBeInTheDocument();
    expect(dialog.getByText('CF2611220001K')).toBeInTheDocument();
  });

  it('is closed where the gateway cannot be asked, and says so', async () => {
    const summary = order('unknown', 'payout');
    open('/payout/it', 'unknown', 'payout', {
      more: { canAsk: false, settling: fakeSettling(summary, false) },
    });
    expect(await screen.findByText(/It cannot be declared never made, because/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Declare never made/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Ask the gateway now' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Settle with evidence…' })).toBeInTheDocument();
  });

  it('wants a reason of ten characters and a check at the gateway, and Enter does not do it', async () => {
    const { user, fake } = open('/payout/it');
    const { dialog, reason, checked, declare } = await question(user);
    await waitFor(() => expect(reason).toHaveFocus());
    expect(declare).toBeDisabled();
    await user.type(reason, '  not there  ');
    await user.click(checked);
    expect(declare).toBeDisabled();
    expect(dialog.getByText('At least 10 characters.')).toBeInTheDocument();
    await user.clear(reason);
    await user.type(reason, ` ${REASON} `);
    expect(dialog.queryByText('At least 10 characters.')).not.toBeInTheDocument();
    expect(declare).toBeEnabled();
    await user.click(checked);
    expect(declare).toBeDisabled();
    await user.click(checked);
    await user.keyboard('{Enter}{Control>}{Enter}{/Control}');
    expect(declared(fake)).toEqual([]);
    await user.dblClick(declare);
    await waitFor(() => expect(declared(fake)).toEqual([['it', REASON]]));
    expect(await screen.findByRole('button', { name: 'Make the payment again' })).toBeInTheDocument();
    expect(screen.getByText(/Because: ?/)).toHaveTextContent(REASON);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('can be left, and keeps what was written', async () => {
    const { user, fake } = open('/orders/it');
    const { dialog, reason, checked } = await question(user);
    await user.type(reason, REASON);
    await user.click(checked);
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    const again = await question(user);
    expect(again.reason).toHaveValue(REASON);
    expect(again.checked).not.toBeChecked();
    expect(again.declare).toBeDisabled();
    expect(declared(fake)).toEqual([]);
  });

  it('keeps a refusal in sight', async () => {
    const abandonOrder = async () => {
      throw new IpcError('wrong_status', 'succeeded');
    };
    const { user } = open('/payout/it', 'unknown', 'payout', { commands: { abandonOrder } });
    const { dialog, reason, checked, declare } = await question(user);
    await user.type(reason, REASON);
    await user.click(checked);
    await user.click(declare);
    expect(await dialog.findByText(/The order has moved on/)).toBeInTheDocument();
    expect(reason).toHaveValue(REASON);
  });

  it('leaves the question when the outcome becomes known meanwhile', async () => {
    let now: StatusKind = 'unknown';
    const orderDetail = async () => {
      const summary = order(now, 'payout');
      return fakeDetail(summary, { settling: ripe(summary) });
    };
    const { user, fake } = open('/payout/it', 'unknown', 'payout', { commands: { orderDetail } });
    await question(user);
    now = 'succeeded';
    fake.emit('orderChanged', { orderId: 'it', number: 'n', status: now, needsPerson: false });
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(await screen.findByRole('button', { name: 'Pay another' })).toBeInTheDocument();
  });
});
