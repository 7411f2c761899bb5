import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IpcError, type OrderDetailView, type OrderSummaryView, type SettlingView } from '../../ipc';
import {
  type FakeOptions,
  fakeAsked,
  fakeDetail,
  fakeEvidence,
  fakeSettling,
  fakeSummary,
} from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const summary = (more: Partial<OrderSummaryView> = {}) =>
  fakeSummary(1, Date.now(), {
    id: 'it',
    status: 'unknown',
    direction: 'payout',
    product: 'payout',
    flags: [],
    ...more,
  });

/** The window at an order, with what is known of its settling. */
const open = (
  settling: Partial<SettlingView> = {},
  {
    at = '/payout/it',
    order = summary(),
    more = {},
    ...options
  }: FakeOptions & { at?: string; order?: OrderSummaryView; more?: Partial<OrderDetailView> } = {},
) =>
  renderApp({
    at,
    orders: [order],
    details: { it: { settling: fakeSettling(order, more.canAsk ?? true, settling), ...more } },
    ...options,
  });
const part = (name: string) => screen.findByRole('region', { name });
const argumentsOf = ({ fake }: ReturnType<typeof open>, command: string) =>
  fake.calls.filter(({ name }) => name === command).map(({ args }) => args);

afterEach(() => vi.useRealTimers());

describe('an unknown payout', () => {
  it.each(['/payout/it', '/orders/it'])('tells its story in order at %s', async (at) => {
    open({ asked: [fakeAsked('no_answer', 2, 60, 55), fakeAsked('not_found', 4, 43, 12)] }, { at });
    expect(await part('What you can do')).toBeInTheDocument();
    const names = ['What was sent', 'What came back', 'What was asked since', 'What you can do'];
    const shown = screen
      .getAllByRole('heading')
      .map(({ textContent }) => textContent ?? '')
      .filter((name) => names.includes(name));
    expect(shown).toEqual(names);
    expect(screen.getByText(/^Do not pay again\./)).toBeInTheDocument();
    const table = screen.getByRole('table', { name: 'What was asked since' });
    expect(within(table).getByRole('row', { name: /^No answer 2/ })).toBeInTheDocument();
    expect(within(table).getByRole('row', { name: /^Not found 4/ })).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('shows the page that came back, and what it means', async () => {
    const page = '<html><h1>502 Bad Gateway</h1></html>';
    const [, creation] = fakeDetail(summary()).exchanges;
    if (creation === undefined) throw new Error('the fake has no creation');
    open(
      {},
      {
        more: {
          reasonCode: 'not_json',
          exchanges: [{ ...creation, status: 502, responseBody: page, error: null }],
        },
      },
    );
    const back = await part('What came back');
    expect(back).toHaveTextContent('An answer that settles nothing (HTTP status 502).');
    expect(back).toHaveTextContent('a web page, a broken answer');
    expect(within(back).getByText(page)).toBeInTheDocument();
  });

  it('keeps the request behind a disclosure', async () => {
    const { user } = open();
    const sent = within(await part('What was sent'));
    expect(sent.queryByText(/externalOrderId/)).not.toBeInTheDocument();
    await user.click(sent.getByRole('button', { name: 'The request as it left' }));
    expect(sent.getByText(/externalOrderId/)).toBeInTheDocument();
  });

  it('says how far it is to declaring it never made, and the closed button says why', async () => {
    const { user } = open({ asked: [fakeAsked('not_found', 4, 43, 12)] });
    const ways = within(await part('What you can do'));
    const text = ways.getByText(
      /“not found” 6 times over at least 24 hours\. So far: 4 times over 31 minutes\./,
    );
    expect(text).toHaveTextContent(/Soonest: (tomorrow|today) /);
    const declare = ways.getByRole('button', { name: 'Declare never made…' });
    expect(declare).toHaveAttribute('aria-disabled', 'true');
    expect(declare).toHaveAccessibleDescription(/So far: 4 times/);
    await user.click(declare);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('says “today” of what it called “tomorrow” when the page stays open over midnight', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date(2026, 10, 23, 23, 58) });
    open({
      asked: [fakeAsked('not_found', 4, 43, 12)],
      abandonWaitsUntil: new Date(2026, 10, 24, 10, 3).toISOString(),
    });
    const ways = await part('What you can do');
    expect(ways).toHaveTextContent(/Soonest: tomorrow /);
    act(() => vi.advanceTimersByTime(180_000));
    expect(ways).toHaveTextContent(/Soonest: today /);
  });

  it('cannot be declared never made on old answers', async () => {
    open({ asked: [fakeAsked('not_found', 30, 3000, 160), fakeAsked('no_connection', 3, 100)] });
    const ways = within(await part('What you can do'));
    expect(ways.getByText(/nothing in the last hours.*Ask the gateway/)).toBeInTheDocument();
    expect(ways.getByRole('button', { name: 'Declare never made…' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('cannot be declared never made once it was found', async () => {
    open({ asked: [fakeAsked('found', 1, 10), fakeAsked('not_found', 30, 3000)] });
    expect(await screen.findByText(/has also answered something else/)).toBeInTheDocument();
  });

  it('counts down to the next question, then asks, then waits for its turn', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    open({}, { more: { nextQuestionAt: new Date(Date.now() + 12_000).toISOString() } });
    const asked = await part('What was asked since');
    // A clock that looks each second may be behind by one, and a slow machine takes seconds to draw the page.
    expect(within(asked).getByRole('timer')).toHaveTextContent(/Next question in 0:[01]\d/);
    act(() => vi.advanceTimersByTime(14_000));
    expect(asked).toHaveTextContent('Asking now…');
    act(() => vi.advanceTimersByTime(30_000));
    expect(asked).toHaveTextContent('The next question is due');
  });

  it('that cannot be asked about says so and leaves evidence only', async () => {
    open({}, { more: { canAsk: false, nextQuestionAt: null } });
    expect(await part('What was asked since')).toHaveTextContent(/This gateway cannot be asked about it/);
    expect(screen.queryByRole('timer')).not.toBeInTheDocument();
    const ways = within(await part('What you can do'));
    expect(ways.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Settle with evidence…',
    ]);
  });

  it('is asked about with r', async () => {
    const app = open();
    await part('What you can do');
    await app.user.keyboard('r');
    await waitFor(() => expect(argumentsOf(app, 'askGateway')).toEqual([['it']]));
  });
});

describe('settling with evidence', () => {
  const dialogOf = async ({ user }: ReturnType<typeof open>) => {
    const button = await screen.findByRole('button', { name: 'Settle with evidence…' });
    button.focus();
    await user.keyboard('{Enter}');
    return within(await screen.findByRole('dialog', { name: 'What became of this payout?' }));
  };

  it('goes by keyboard alone, and Enter settles nothing', async () => {
    const app = open();
    const dialog = await dialogOf(app);
    const paid = dialog.getByRole('radio', { name: 'It was paid' });
    await waitFor(() => expect(paid).toHaveFocus());
    expect(await axeViolations()).toEqual([]);
    await app.user.keyboard(' {Tab}Rosa, ticket 4711{Enter}');
    expect(dialog.getByRole('textbox', { name: /^Who or what/ })).toHaveFocus();
    await app.user.keyboard('{Tab}She saw it in their console.{Tab}{Enter}');
    expect(await dialog.findByText('Answer of the support.pdf')).toBeInTheDocument();
    expect(argumentsOf(app, 'settleOrder')).toEqual([]);
    await app.user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() =>
      expect(argumentsOf(app, 'settleOrder')).toEqual([
        [
          'it',
          {
            verdict: 'succeeded',
            reference: 'Rosa, ticket 4711',
            note: 'She saw it in their console.',
            file: 'file-0',
          },
        ],
      ]),
    );
    const evidence = await part('Evidence');
    expect(screen.getByText('It was paid, as a person has settled with evidence.')).toBeInTheDocument();
    expect(evidence).toHaveTextContent('It was paid');
    expect(evidence).toHaveTextContent('Says so: Rosa, ticket 4711');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await app.user.click(
      within(evidence).getByRole('button', { name: 'Save file Answer of the support.pdf' }),
    );
    expect(await within(evidence).findByText('File saved')).toBeInTheDocument();
    expect(argumentsOf(app, 'saveEvidenceFile')).toEqual([['it', 'evidence-1']]);
  });

  it('says at each field what is missing, and goes to the first', async () => {
    const app = open();
    const dialog = await dialogOf(app);
    await app.user.click(dialog.getByRole('button', { name: 'Settle the order' }));
    expect(dialog.getByText('Choose one of the two.')).toBeInTheDocument();
    await waitFor(() => expect(dialog.getByRole('radio', { name: 'It was paid' })).toHaveFocus());
    await app.user.click(dialog.getByRole('radio', { name: 'It was not paid' }));
    expect(dialog.getByRole('radio', { name: 'It was not paid' })).toHaveAccessibleDescription(
      /the payee gets the money twice/,
    );
    const reference = dialog.getByRole('textbox', { name: /^Who or what/ });
    await app.user.type(reference, 'me');
    await app.user.click(dialog.getByRole('button', { name: 'Settle the order' }));
    expect(reference).toBeInvalid();
    expect(reference).toHaveFocus();
    expect(dialog.getByRole('textbox', { name: /^What they said/ })).toHaveAccessibleDescription(
      /10 to 2,000 characters/,
    );
    expect(argumentsOf(app, 'settleOrder')).toEqual([]);
  });

  it('shows a refusal at the field that it names', async () => {
    let refusal = new IpcError('evidence_field', 'note', { field: 'note' });
    const app = open(
      {},
      {
        commands: {
          settleOrder: async () => {
            throw refusal;
          },
        },
      },
    );
    const dialog = await dialogOf(app);
    await app.user.click(dialog.getByRole('radio', { name: 'It was paid' }));
    await app.user.type(dialog.getByRole('textbox', { name: /^Who or what/ }), 'Rosa');
    const note = dialog.getByRole('textbox', { name: /^What they said/ });
    await app.user.type(note, 'It is in their console.');
    const settle = dialog.getByRole('button', { name: 'Settle the order' });
    await app.user.click(settle);
    await waitFor(() => expect(note).toBeInvalid());
    expect(note).toHaveFocus();
    refusal = new IpcError('evidence_not_chosen', 'again');
    await app.user.click(settle);
    const file = dialog.getByRole('group', { name: 'File' });
    expect(await within(file).findByText('The file has to be chosen again.')).toBeInTheDocument();
    refusal = new IpcError('wrong_status', 'succeeded');
    await app.user.click(settle);
    expect(await dialog.findByText(/The order has moved on/)).toBeInTheDocument();
    expect(note).toHaveValue('It is in their console.');
  });

  it('removes a file, says when one is too large, and keeps what was written while it is closed', async () => {
    let large = false;
    const app = open(
      {},
      {
        commands: {
          chooseEvidenceFile: async () => {
            if (large) throw new IpcError('evidence_too_large', 'large', { max: '5242880' });
            return { token: 't', name: 'receipt.png', bytes: 2_400_000 };
          },
        },
      },
    );
    const dialog = await dialogOf(app);
    await app.user.type(dialog.getByRole('textbox', { name: /^Who or what/ }), 'Rosa');
    await app.user.click(dialog.getByRole('button', { name: 'Choose file…' }));
    expect(await dialog.findByText('receipt.png')).toBeInTheDocument();
    expect(dialog.getByText(/2\.4 MB/)).toBeInTheDocument();
    await app.user.click(dialog.getByRole('button', { name: 'Remove receipt.png' }));
    expect(dialog.queryByText('receipt.png')).not.toBeInTheDocument();
    large = true;
    await app.user.click(dialog.getByRole('button', { name: 'Choose file…' }));
    expect(await dialog.findByText('This file is too large: 5 MB at most.')).toBeInTheDocument();
    await app.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    const again = await dialogOf(app);
    expect(again.getByRole('textbox', { name: /^Who or what/ })).toHaveValue('Rosa');
  });

  it('says that evidence is damaged and does not hand it out', async () => {
    const order = summary({ status: 'failed' });
    open({ evidence: [fakeEvidence({ damaged: true })] }, { order, at: '/orders/it' });
    const evidence = await part('Evidence');
    expect(evidence).toHaveTextContent('This evidence is damaged');
    expect(within(evidence).queryByRole('button')).not.toBeInTheDocument();
  });

  it('keeps a file that could not be saved in sight', async () => {
    const order = summary({ status: 'failed' });
    const saveEvidenceFile = async () => {
      throw new IpcError('file_not_saved', 'read-only');
    };
    const { user } = open({ evidence: [fakeEvidence()] }, { order, commands: { saveEvidenceFile } });
    await user.click(await screen.findByRole('button', { name: /^Save file / }));
    expect(await screen.findByText(/could not be written there/)).toBeInTheDocument();
  });
});

describe('a given-up payout', () => {
  const order = summary({ status: 'abandoned' });

  it('says who declared it and why, and is reopened with a reason', async () => {
    const app = open({}, { order, at: '/orders/it' });
    expect(await screen.findByText('Declared never made')).toBeInTheDocument();
    expect(screen.getByText(/^Because:/)).toHaveTextContent(
      'Their support says that there is no such number.',
    );
    expect(screen.getByText(/asked about it once a day/)).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await app.user.click(screen.getByRole('button', { name: 'Reopen…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Take the declaration back?' }));
    const reason = dialog.getByRole('textbox', { name: /^Reason/ });
    await waitFor(() => expect(reason).toHaveFocus());
    expect(dialog.getByRole('button', { name: 'Reopen it' })).toBeDisabled();
    await app.user.type(reason, ' The payee says that it came. ');
    await app.user.click(dialog.getByRole('button', { name: 'Reopen it' }));
    await waitFor(() =>
      expect(argumentsOf(app, 'reopenOrder')).toEqual([['it', 'The payee says that it came.']]),
    );
    expect(await screen.findByText(/^Do not pay again\./)).toBeInTheDocument();
    expect(screen.getByText('The gateway was not asked yet.')).toBeInTheDocument();
  });

  it('leads to the form that takes its place', async () => {
    const { user, history } = open({}, { order });
    await user.click(await screen.findByRole('button', { name: 'Make the payment again' }));
    await waitFor(() => expect(history.location.pathname).toBe('/payout'));
    expect(history.location.search).toContain('replaces=it');
    expect(history.location.search).toContain('like=it');
  });

  it('that was replaced shows by what, and is not paid a third time', async () => {
    const replacedBy = summary({ id: 'new', number: 'CFNEW', status: 'processing' });
    const { user, history } = open({ replacedBy }, { order });
    expect(await screen.findByText(/^Replaced by/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Make the payment again' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'CFNEW' }));
    expect(history.location.pathname).toBe('/orders/new');
  });

  it('may be replaced again when what replaced it has come to nothing', async () => {
    open({ replacedBy: summary({ id: 'new', number: 'CFNEW', status: 'refused' }) }, { order });
    expect(await screen.findByRole('button', { name: 'Make the payment again' })).toBeInTheDocument();
  });
});

describe('a payout that was perhaps paid twice', () => {
  it.each(['/orders/it', '/payout/it'])('alarms in words at %s and leads to the other', async (at) => {
    const order = summary({ status: 'succeeded', flags: ['paid_twice'], needsPerson: true });
    const replaces = summary({ id: 'old', number: 'CFOLD', status: 'succeeded' });
    const { user } = open({ replaces }, { order, at });
    const alarm = await screen.findByRole('alert', { name: 'Perhaps paid twice' });
    expect(alarm).toHaveTextContent('Both may have been paid.');
    expect(alarm).toHaveTextContent(/Call the gateway now/);
    expect(screen.getByRole('link', { name: 'CFOLD' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Make the same again' })).not.toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await user.click(within(alarm).getByRole('button', { name: 'Mark as seen: Perhaps paid twice' }));
    await waitFor(() =>
      expect(screen.queryByRole('alert', { name: 'Perhaps paid twice' })).not.toBeInTheDocument(),
    );
  });
});
