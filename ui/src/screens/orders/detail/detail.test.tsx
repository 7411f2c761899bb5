import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError, type OrderDetailView, type StatusKind } from '../../../ipc';
import { type FakeOptions, fakeDetail, fakeSummary } from '../../../ipc/fake';
import { fakeSupplement } from '../../../ipc/fake/wire';
import { renderApp } from '../../../testing/render';

const now = Date.parse('2026-11-22T12:00:00Z');
const order = (status: StatusKind, direction: 'collect' | 'payout' = 'payout') =>
  fakeSummary(1, now, { id: 'it', status, direction, product: direction, flags: [] });

/** The window at one order, whose detail is `more`. */
const open = (
  status: StatusKind,
  more: Partial<OrderDetailView> = {},
  { commands, ...options }: FakeOptions & { direction?: 'collect' | 'payout' } = {},
) => {
  const summary = order(status, options.direction);
  return renderApp({
    at: '/orders/it',
    orders: [summary],
    commands: { orderDetail: async () => fakeDetail(summary, more), ...commands },
  });
};
const panel = () => screen.findByRole('region', { name: 'Order' });

describe('an order', () => {
  it('whose deed was done shows itself though its page could not be read at once', async () => {
    let done = false;
    const { user, fake } = open(
      'prepared',
      {},
      {
        commands: {
          orderDetail: async () => fakeDetail(order(done ? 'cancelled' : 'prepared')),
          cancelPayout: async () => {
            done = true;
            throw new IpcError('done_unread', 'busy', { orderId: 'it' });
          },
        },
      },
    );
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    expect((await screen.findAllByText(/^Withdrawn before it was sent/)).length).toBeGreaterThan(0);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(fake.calls.filter(({ name }) => name === 'cancelPayout')).toHaveLength(1);
  });

  it('that is unknown says not to pay again, and cannot be made again', async () => {
    open('unknown');
    const detail = await panel();
    expect(await within(detail).findByText(/Do not pay again/)).toBeInTheDocument();
    expect(within(detail).getByRole('timer')).toHaveAccessibleName(/^Next question in/);
    expect(within(detail).queryByRole('button', { name: 'Make the same again' })).not.toBeInTheDocument();
    expect(within(detail).getByText(/now it could be paid twice/)).toBeInTheDocument();
  });

  it('is told to the shell while it is on screen, and no longer', async () => {
    const { fake, unmount } = open('pending');
    await panel();
    const told = () => fake.calls.filter(({ name }) => name === 'onScreen').map(({ args }) => args[0]);
    await waitFor(() => expect(told().at(-1)).toEqual(['it']));
    unmount();
    expect(told().at(-1)).toEqual([]);
  });

  it('that cannot be asked about says where to look instead', async () => {
    open('unknown', { canAsk: false });
    const detail = await panel();
    expect(await within(detail).findByText(/gateway cannot be asked about it\. Look/)).toBeInTheDocument();
    expect(within(detail).queryByRole('button', { name: 'Ask the gateway now' })).not.toBeInTheDocument();
  });

  it('is asked about, and the answer is shown and said aloud', async () => {
    const { user, fake } = open(
      'processing',
      {},
      {
        commands: { askGateway: async () => fakeDetail(order('succeeded')) },
      },
    );
    await user.click(await screen.findByRole('button', { name: 'Ask the gateway now' }));
    await waitFor(() =>
      expect(fake.calls.filter(({ name }) => name === 'askGateway')).toEqual([
        { name: 'askGateway', args: ['it'] },
      ]),
    );
    const said = await screen.findAllByText(/was asked about CF2611220001K\. It stands at: Succeeded/);
    expect(said.some((element) => element.closest('[role="status"]') !== null)).toBe(true);
    expect(said.some((element) => element.closest('[role="status"]') === null)).toBe(true);
  });

  it('keeps a failed question in sight', async () => {
    const { user } = open(
      'processing',
      {},
      {
        commands: {
          askGateway: async () => {
            throw new IpcError('no_connection', 'connect_timeout');
          },
        },
      },
    );
    await user.click(await screen.findByRole('button', { name: 'Ask the gateway now' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The gateway could not be reached');
  });

  it('in its grace counts down and can be cancelled', async () => {
    const { user, fake } = open('prepared', { sendsAt: new Date(Date.now() + 600_000).toISOString() });
    expect(await screen.findByRole('timer')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Cancel the order' }));
    await waitFor(() => expect(fake.calls).toContainEqual({ name: 'cancelPayout', args: ['it'] }));
  });

  it('that never left is sent by a person who has looked twice, and not by Enter', async () => {
    const { user, fake } = open('not_sent');
    const sent = () => fake.calls.filter(({ name }) => name === 'sendPayout').length;
    await user.click(await screen.findByRole('button', { name: 'Send now' }));
    const dialog = await screen.findByRole('dialog', { name: 'Send this payout?' });
    expect(dialog).toHaveTextContent('032180000118359719');
    expect(within(dialog).getByText('PRACTICE')).toBeInTheDocument();
    const button = within(dialog).getByRole('button', { name: 'Send now' });
    expect(button).toBeDisabled();
    expect(button).not.toHaveFocus();
    await waitFor(() => expect(button).toBeEnabled());
    button.focus();
    await user.keyboard('{Enter}');
    expect(sent()).toBe(0);
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent()).toBe(1));
  });

  it('that was refused explains why and leads to the form with its draft', async () => {
    const { user, history } = open('refused', {
      reason: '300 bankId error',
      reasonCode: 'bad_field',
      reasonField: 'bankId',
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The gateway did not take the field bankId.');
    expect(alert).toHaveTextContent('300 bankId error');
    await user.click(screen.getByRole('button', { name: 'Mend and try again' }));
    await waitFor(() => expect(history.location.pathname).toBe('/payout'));
    expect(history.location.search).toContain('like=it');
  });

  it('that never left blames the way, not the gateway', async () => {
    open('not_sent');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('No connection to the gateway');
    expect(alert).not.toHaveTextContent('connect_timeout');
  });

  it('has its flags marked as seen one by one', async () => {
    const raised = { raisedAt: '2026-11-22T11:00:00Z', seenAt: null };
    const { user, fake } = open('succeeded', {
      flags: [
        { flag: 'paid_short', ...raised },
        { flag: 'several_found', ...raised, seenAt: '2026-11-22T11:30:00Z' },
      ],
    });
    await user.click(await screen.findByRole('button', { name: 'Mark as seen: Paid short' }));
    await waitFor(() =>
      expect(fake.calls).toContainEqual({ name: 'markFlagSeen', args: ['it', 'paid_short'] }),
    );
    expect(screen.queryByRole('button', { name: 'Mark as seen: Several found' })).not.toBeInTheDocument();
  });

  it("gives the payer's link, code and picture", async () => {
    const { user, fake } = open('pending', {}, { direction: 'collect' });
    await user.click(await screen.findByRole('button', { name: 'Open the link' }));
    await waitFor(() =>
      expect(fake.calls).toContainEqual({ name: 'openLink', args: ['https://pay.example/cashier/1'] }),
    );
    await user.click(screen.getByRole('button', { name: 'Copy the link' }));
    await user.click(screen.getByRole('button', { name: 'Copy Payment code' }));
    await waitFor(() => expect(fake.copied).toEqual(['https://pay.example/cashier/1', '646180111812345678']));
    expect(screen.queryByRole('img', { name: 'QR code for the payer' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show QR code' }));
    expect(screen.getByRole('img', { name: 'QR code for the payer' })).toBeInTheDocument();
  });

  it('adds up further payments', async () => {
    open(
      'succeeded',
      { supplements: [fakeSupplement({ amount: '50.5' })], receivedTotal: '187.57' },
      { direction: 'collect' },
    );
    const table = await screen.findByRole('table', { name: 'Further payments' });
    expect(table).toHaveTextContent('50.50 MXN');
    expect(within(table).getByRole('row', { name: /Received in all/ })).toHaveTextContent('187.57 MXN');
  });

  it('tells its history, with what came late and the gateway’s words', async () => {
    open('returned');
    const history = await screen.findByRole('region', { name: 'History' });
    expect(history).toHaveTextContent('It came late');
    expect(history).toHaveTextContent('heard 2 more times');
    expect(history).toHaveTextContent("Gateway's word: 16");
    expect(history).toHaveTextContent('Callback ·');
  });

  it('explains a crash found at start-up', async () => {
    const [begun] = fakeDetail(order('prepared')).events;
    if (begun === undefined) throw new Error('the fake has no events');
    open('unknown', { events: [begun, { ...begun, id: 'e2', from: 'sending', to: 'unknown' }] });
    const said = await screen.findAllByText('The program ended while this was being sent.');
    expect(said.map((element) => element.closest('section')?.textContent)).toEqual([
      expect.stringMatching(/^What came back/),
      expect.stringMatching(/^History/),
    ]);
  });

  it('shows what crossed the wire, laid out and as received, and copies it', async () => {
    const { user, fake } = open('succeeded');
    const wire = await screen.findByRole('region', { name: 'What crossed the wire' });
    await user.click(within(wire).getByRole('button', { name: /Creation/ }));
    const answer = await within(wire).findByRole('region', { name: 'Body of the answer' });
    expect(answer).toHaveTextContent('"fee": 4.5000');
    expect(wire).toHaveTextContent('•••');
    await user.click(within(wire).getByRole('button', { name: 'Copy as cURL' }));
    await waitFor(() => expect(fake.copied[0]).toMatch(/^curl --globoff --request 'POST'/));
    expect(fake.copied[0]).toContain(`--header 'sign: '"$SIGN"`);
    expect(fake.copied[0]).not.toContain('•');
  });

  it('shows its callbacks, and why one was not believed', async () => {
    const { user } = open('returned');
    const callbacks = await screen.findByRole('region', { name: 'Callbacks' });
    await user.click(within(callbacks).getByRole('button', { name: /Not verified/ }));
    expect(callbacks).toHaveTextContent(/parsed and written again on the way/);
    expect(callbacks).toHaveTextContent('It changed nothing.');
  });

  it('tells the gateway’s clock beside ours where it was told', async () => {
    open('succeeded');
    const history = await screen.findByRole('region', { name: 'History' });
    const lines = within(history)
      .getAllByText(/^(Answer to the creation|Callback|This program) ·/)
      .map((line) => line.textContent ?? '');
    expect(
      lines.filter((line) => line.includes('gateway’s clock') || line.includes("gateway's clock")),
    ).toHaveLength(2);
    expect(lines[0]).not.toContain('clock');
  });

  it('has an answer for the customer in the market’s language, by button and by key', async () => {
    const { user, fake } = open('unknown');
    const card = await screen.findByRole('region', { name: 'Answer for the customer' });
    expect(card).toHaveTextContent(/no sabemos si se realizó/);
    expect(card).toHaveTextContent(/PRÁCTICA/);
    await user.click(within(card).getByRole('radio', { name: 'Kiswahili' }));
    expect(card).toHaveTextContent(/hatujui kama yamefanyika/);
    await user.keyboard('a');
    await waitFor(() => expect(fake.copied.at(-1)).toContain('Namba ya oda: CF2611220001K'));
    await user.click(within(card).getByRole('button', { name: 'Copy the answer' }));
    await waitFor(() => expect(fake.copied).toHaveLength(2));
    expect(JSON.parse(localStorage.getItem('counterfoil-answer-languages') ?? '')).toEqual({
      'cashfast-mx': 'sw',
    });
  });

  it('takes a note', async () => {
    const { user, fake } = open('succeeded');
    await user.type(await screen.findByRole('textbox', { name: 'Add a note' }), ' told the owner ');
    await user.click(screen.getByRole('button', { name: 'Keep the note' }));
    await waitFor(() =>
      expect(fake.calls).toContainEqual({ name: 'addNote', args: ['it', 'told the owner'] }),
    );
    expect(screen.getByRole('textbox', { name: 'Add a note' })).toHaveValue('');
  });

  it('that is not there says so', async () => {
    renderApp({ at: '/orders/gone', orders: [] });
    expect(await screen.findByText('This order is not in the ledger.')).toBeInTheDocument();
  });
});
