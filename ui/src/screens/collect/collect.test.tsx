import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '../../ipc';
import { fakeAccount, fakeDetail, fakeSummary } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';
import { endOf } from './expiry';
import { payerMessage } from './payerMessage';

type App = ReturnType<typeof renderApp>;

const thailand = fakeAccount({
  id: 'th',
  name: 'Thai shop',
  marketId: 'cashy-th',
  country: 'TH',
  currency: 'THB',
});
const mexico = fakeAccount({ id: 'mx', name: 'Tienda' });

async function choose(user: App['user'], account: RegExp) {
  await user.click(await screen.findByRole('combobox', { name: 'Account' }));
  await user.click(await screen.findByRole('option', { name: account }));
}

const order = (more: Parameters<typeof fakeSummary>[2] = {}) =>
  fakeSummary(0, Date.now(), { id: 'o1', direction: 'collect', product: 'collect', flags: [], ...more });

describe('the collect form', () => {
  it('asks for nothing before the account is chosen, and then for what its market wants', async () => {
    const { user } = renderApp({ at: '/collect' });
    expect(await screen.findByRole('combobox', { name: 'Account' })).toHaveValue('');
    expect(screen.queryByRole('button', { name: 'Create the order' })).not.toBeInTheDocument();
    await choose(user, /Thailand/);
    expect(screen.getByRole('textbox', { name: 'Amount' })).toHaveAccessibleDescription(
      /15\.00 THB to 500,000\.00 THB/,
    );
    expect(screen.getByRole('radio', { name: 'PromptPay' })).not.toBeChecked();
    expect(await axeViolations()).toEqual([]);
  });

  it('begins with the only account there is', async () => {
    renderApp({ at: '/collect', accounts: [mexico] });
    expect(await screen.findByRole('combobox', { name: 'Account' })).toHaveValue(
      '🇲🇽 Tienda · CashFast · Mexico · MXN',
    );
  });

  it('shows what is wrong at the fields, with the limit, and goes to the first', async () => {
    const { user, fake } = renderApp({ at: '/collect', accounts: [thailand] });
    await user.type(await screen.findByRole('textbox', { name: 'Amount' }), '3');
    await user.click(screen.getByRole('button', { name: 'Create the order' }));
    expect(await screen.findByText('The least is 15.00 THB.')).toBeInTheDocument();
    expect(screen.getAllByText('This is needed.')).toHaveLength(3);
    expect(screen.getByRole('radio', { name: 'PromptPay' })).toHaveFocus();
    expect(fake.calls.map(({ name }) => name)).not.toContain('createCollect');
  });

  it('shows a problem after the field was left, not while it is typed in', async () => {
    const { user } = renderApp({ at: '/collect', accounts: [thailand] });
    await user.type(await screen.findByRole('textbox', { name: 'Amount' }), '3');
    expect(screen.queryByText('The least is 15.00 THB.')).not.toBeInTheDocument();
    await user.tab();
    expect(await screen.findByText('The least is 15.00 THB.')).toBeInTheDocument();
    expect(screen.queryByText('This is needed.')).not.toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: 'Amount' }), '00');
    expect(await screen.findByRole('textbox', { name: 'Amount' })).toHaveValue('300');
    await waitFor(() => expect(screen.queryByText('The least is 15.00 THB.')).not.toBeInTheDocument());
  });

  it('lets nothing appear while a button is being pressed: it would move away from under the cursor', async () => {
    const { user } = renderApp({ at: '/collect', accounts: [thailand] });
    const amount = await screen.findByRole('textbox', { name: 'Amount' });
    const press = screen.getByRole('button', { name: /More fields/ });
    await user.type(amount, '3');
    await user.pointer({ keys: '[MouseLeft>]', target: press });
    expect(amount).not.toHaveFocus();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(screen.queryByText('The least is 15.00 THB.')).not.toBeInTheDocument();
    await user.pointer({ keys: '[/MouseLeft]', target: press });
    expect(await screen.findByText('The least is 15.00 THB.')).toBeInTheDocument();
  });

  it('lets go of a field that the channel does not require, and of channels when the account changes', async () => {
    const { user } = renderApp({ at: '/collect', accounts: [thailand, mexico] });
    await choose(user, /Thai shop/);
    expect(screen.getByRole('textbox', { name: "Payer's name" })).toBeRequired();
    await user.click(screen.getByRole('radio', { name: /TrueMoney/ }));
    expect(screen.getByRole('button', { name: 'More fields (3)' })).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'PromptPay' }));
    expect(screen.getByText('The code ends after 5 minutes, whatever is asked.')).toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: "Payer's name" }), 'Ana');
    await user.type(screen.getByRole('textbox', { name: 'Amount' }), '500');
    await choose(user, /Tienda/);
    for (const radio of within(screen.getByRole('form')).getAllByRole('radio'))
      expect(radio).not.toBeChecked();
    expect(screen.getByRole('textbox', { name: "Payer's name" })).toHaveValue('Ana');
    expect(screen.getByRole('textbox', { name: 'Amount' })).toHaveValue('');
  });

  it('says where to go when no account can collect', async () => {
    const { user, history } = renderApp({
      at: '/collect',
      accounts: [fakeAccount({ id: 'x', marketId: 'cashy-mx' })],
    });
    await user.click(await screen.findByRole('button', { name: 'Connect an account' }));
    expect(history.location.pathname).toBe('/settings');
  });

  it('creates the order once and shows it', async () => {
    const { user, fake, history } = renderApp({ at: '/collect', accounts: [mexico] });
    await user.type(await screen.findByRole('textbox', { name: 'Amount' }), '150');
    await user.type(screen.getByRole('textbox', { name: "Payer's name" }), 'Ana');
    await user.click(screen.getByRole('radio', { name: /Bank transfer/ }));
    await user.dblClick(screen.getByRole('button', { name: 'Create the order' }));
    expect(await screen.findByRole('img', { name: 'QR code for the payer' })).toBeInTheDocument();
    expect(history.location.pathname).toBe('/collect/new-1');
    const created = fake.calls.filter(({ name }) => name === 'createCollect');
    expect(created.map(({ args }) => args)).toEqual([
      ['mx', { product: 'collect', channel: 'BANK', amount: '150', fields: { accountName: 'Ana' } }],
    ]);
  });

  it('goes to what was created also when its page could not be read, so that nobody creates it again', async () => {
    const made = order({ id: 'made', status: 'pending', accountId: 'mx' });
    const { user, fake, history } = renderApp({
      at: '/collect',
      accounts: [mexico],
      orders: [made],
      commands: {
        createCollect: async () => {
          throw new IpcError('done_unread', 'busy', { orderId: 'made' });
        },
      },
    });
    await user.type(await screen.findByRole('textbox', { name: 'Amount' }), '150');
    await user.type(screen.getByRole('textbox', { name: "Payer's name" }), 'Ana');
    await user.click(screen.getByRole('radio', { name: /Bank transfer/ }));
    await user.click(screen.getByRole('button', { name: 'Create the order' }));
    expect(await screen.findByRole('img', { name: 'QR code for the payer' })).toBeInTheDocument();
    expect(history.location.pathname).toBe('/collect/made');
    expect(fake.calls.filter(({ name }) => name === 'createCollect')).toHaveLength(1);
  });

  it('keeps what was filled in when the shell refuses, and shows why at the field', async () => {
    const { IpcError } = await import('../../ipc');
    const { user } = renderApp({
      at: '/collect',
      accounts: [mexico],
      commands: {
        createCollect: async () => {
          throw new IpcError('draft', 'no', {}, [
            { field: 'accountName', code: 'too_long', values: { max: '64', have: '70' } },
          ]);
        },
      },
    });
    await user.type(await screen.findByRole('textbox', { name: 'Amount' }), '150');
    await user.type(screen.getByRole('textbox', { name: "Payer's name" }), 'Ana');
    await user.click(screen.getByRole('radio', { name: /Cash in a store/ }));
    await user.click(screen.getByRole('button', { name: 'Create the order' }));
    expect(await screen.findByText('At most 64 characters; this has 70.')).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: "Payer's name" })).toHaveValue('Ana');
  });
});

describe('the result', () => {
  it('gives the payer all there is, and copies without gaps', async () => {
    const { user, fake } = renderApp({ at: '/collect/o1', orders: [order({ status: 'pending' })] });
    expect(await screen.findByRole('timer')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Copy Pay to this number' }));
    await user.click(screen.getByRole('button', { name: 'Copy Reference' }));
    await user.click(screen.getByRole('button', { name: 'Copy the message' }));
    await user.click(screen.getByRole('button', { name: 'Open the page' }));
    expect(fake.copied.slice(0, 2)).toEqual(['646180111812345678', '1234567']);
    expect(fake.copied[2]).toContain('Pay with this number: 646180111812345678');
    expect(fake.calls.filter(({ name }) => name === 'openLink').map(({ args }) => args)).toEqual([
      ['https://pay.example/cashier/1'],
    ]);
    expect(await axeViolations()).toEqual([]);
  });

  it('turns to paid by itself and says so', async () => {
    let now = order({ status: 'pending' });
    const { fake } = renderApp({
      at: '/collect/o1',
      commands: { orderDetail: async () => fakeDetail(now) },
    });
    expect(await screen.findByText('Waiting for the payer.')).toBeInTheDocument();
    now = order({ status: 'succeeded', actualAmount: '140', flags: ['paid_short'] });
    act(() =>
      fake.emit('orderChanged', {
        orderId: 'o1',
        number: now.number,
        status: 'succeeded',
        needsPerson: true,
      }),
    );
    expect(await screen.findByText(/Succeeded\. The payer has paid/)).toBeInTheDocument();
    expect(screen.getByText('Paid short')).toBeInTheDocument();
    expect(screen.getByText('140.00')).toBeInTheDocument();
    expect(screen.queryByRole('img', { name: 'QR code for the payer' })).not.toBeInTheDocument();
  });

  it('stays on show when it cannot be read again, and is told to the shell as looked at', async () => {
    let reads = 0;
    const { fake } = renderApp({
      at: '/collect/o1',
      commands: {
        orderDetail: async () => {
          reads += 1;
          if (reads > 1) throw new IpcError('ledger_locked', 'busy');
          return fakeDetail(order({ status: 'pending' }));
        },
      },
    });
    expect(await screen.findByRole('img', { name: 'QR code for the payer' })).toBeInTheDocument();
    act(() =>
      fake.emit('orderChanged', { orderId: 'o1', number: 'n', status: 'pending', needsPerson: false }),
    );
    expect(await screen.findByText(/may be out of date/)).toBeInTheDocument();
    expect(screen.getByRole('img', { name: 'QR code for the payer' })).toBeInTheDocument();
    expect(fake.calls).toContainEqual({ name: 'onScreen', args: [['o1']] });
  });

  it('tells when it was completed as people read it', async () => {
    renderApp({
      at: '/collect/o1',
      orders: [order({ status: 'succeeded' })],
      details: { o1: { completedAt: '1795356485961' } },
    });
    const raw = await screen.findByText('1795356485961');
    expect(raw.parentElement?.querySelector('time')).not.toBeNull();
  });

  it('hides a code that is over', async () => {
    renderApp({
      at: '/collect/o1',
      commands: {
        orderDetail: async () =>
          fakeDetail(order({ status: 'pending' }), { expiresAt: '2020-01-01T00:00:00Z' }),
      },
    });
    expect(await screen.findByText(/The time to pay is over/)).toBeInTheDocument();
    expect(screen.queryByRole('img', { name: 'QR code for the payer' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Copy the message' })).not.toBeInTheDocument();
  });

  it('explains a refusal and gives the draft back', async () => {
    const { user } = renderApp({
      at: '/collect/o1',
      orders: [order({ status: 'refused', accountId: 'acc-1', name: 'Ana', amount: '77.5' })],
    });
    expect(await screen.findByText('The gateway did not take the field accountNo.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Mend and try again' }));
    expect(await screen.findByRole('textbox', { name: 'Amount' })).toHaveValue('77.5');
    expect(screen.getByRole('textbox', { name: "Payer's name" })).toHaveValue('Ana');
    expect(screen.getByRole('radio', { name: /Bank transfer/ })).toBeChecked();
  });

  it('does not offer to make an unknown one again', async () => {
    renderApp({ at: '/collect/o1', orders: [order({ status: 'unknown' })] });
    expect(await screen.findByText(/the payer could pay twice/)).toBeInTheDocument();
    expect(within(screen.getByRole('main')).queryByRole('button', { name: /again|another/i })).toBeNull();
    expect(screen.getByText('What was sent')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('draws no code for a text that no telephone could read', async () => {
    renderApp({
      at: '/collect/o1',
      commands: {
        orderDetail: async () =>
          fakeDetail(order({ status: 'pending' }), { payUrl: `https://pay.example/${'x'.repeat(9000)}` }),
      },
    });
    expect(await screen.findByRole('button', { name: 'Open the page' })).toBeInTheDocument();
    expect(screen.queryByRole('img', { name: 'QR code for the payer' })).not.toBeInTheDocument();
  });
});

describe('the end of the time to pay', () => {
  it.each([
    ['2026-11-22T10:00:00Z', 300, '2026-11-22T09:05:00Z'],
    ['2026-11-22T09:01:00Z', 300, '2026-11-22T09:01:00Z'],
    [null, 300, '2026-11-22T09:05:00Z'],
    ['2026-11-22T10:00:00Z', null, '2026-11-22T10:00:00Z'],
    ['tomorrow', null, null],
    [null, null, null],
  ])('is the smaller of %s and %s s', (expiresAt, seconds, end) => {
    expect(endOf(expiresAt, '2026-11-22T09:00:00Z', seconds)).toBe(end === null ? null : Date.parse(end));
  });
});

describe('the message to the payer', () => {
  it('leaves out what there is not, and takes a gateway text as it is', () => {
    const detail = fakeDetail(order({ status: 'pending', amount: '1500' }), {
      payUrl: null,
      payCode: null,
      concept: '$& {value}',
      bankName: null,
      reference: null,
    });
    expect(payerMessage(detail, null, 'en').split('\n')).toEqual([
      'Please pay 1,500.00 MXN.',
      'Concept (has to be given): $& {value}',
      `Order ${detail.summary.number}`,
    ]);
  });
});
