import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { OrderSummaryView } from '../../ipc';
import { fakeAccount, fakeDetail, fakeSummary } from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { pressUntil } from '../../testing/press';
import { renderApp } from '../../testing/render';

const CLABE = '646180000030056845';
const cashy = fakeAccount({ id: 'mx', name: 'Tienda', marketId: 'cashy-mx' });
const main = () => within(screen.getByRole('main'));

const order = (more: Partial<OrderSummaryView>) =>
  fakeSummary(1, Date.now(), { id: 'p1', direction: 'payout', product: 'payout', flags: [], ...more });

/** It is sent so late that a slow machine is still within its grace. */
const inGrace = () => ({ p1: { sendsAt: new Date(Date.now() + 600_000).toISOString() } });

describe('the outcome', () => {
  it('can be taken back with Escape before the first byte', async () => {
    const { user, fake } = renderApp({
      at: '/payout/p1',
      orders: [order({ status: 'prepared' })],
      details: inGrace(),
    });
    expect(await screen.findByText(/It is sent in \d+ seconds/)).toBeInTheDocument();
    const withdrawn = () => fake.calls.filter(({ name }) => name === 'cancelPayout').map(({ args }) => args);
    await pressUntil(user, '{Escape}', () => expect(withdrawn()).toEqual([['p1']]));
    expect(await main().findByText('Withdrawn before it was sent. No money moved.')).toBeInTheDocument();
    expect(withdrawn()).toEqual([['p1']]);
    expect(screen.getByRole('button', { name: 'Mend the draft' })).toBeInTheDocument();
  });

  it('says that it was too late', async () => {
    const { IpcError } = await import('../../ipc');
    const { user } = renderApp({
      at: '/payout/p1',
      orders: [order({ status: 'prepared' })],
      details: inGrace(),
      commands: {
        cancelPayout: async () => {
          throw new IpcError('wrong_status', 'sending');
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: /Cancel the payout/ }));
    expect(await screen.findByText(/The order has moved on/)).toBeInTheDocument();
  });

  it('follows it to the end and says so', async () => {
    let now = order({ status: 'processing' });
    const { fake } = renderApp({ at: '/payout/p1', commands: { orderDetail: async () => fakeDetail(now) } });
    expect(await screen.findByText(/^On its way/)).toBeInTheDocument();
    now = order({ status: 'succeeded' });
    act(() =>
      fake.emit('orderChanged', {
        orderId: 'p1',
        number: now.number,
        status: 'succeeded',
        needsPerson: false,
      }),
    );
    expect(await screen.findByText(/Succeeded\. Paid to the payee/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Pay another' })).toBeInTheDocument();
  });

  it('never offers to pay an unknown one again, and shows what is known', async () => {
    const { user, fake } = renderApp({ at: '/payout/p1', orders: [order({ status: 'unknown' })] });
    expect(await screen.findByText(/^Do not pay again\./)).toBeInTheDocument();
    const part = (name: string) => screen.getByRole('region', { name });
    expect(part('What was sent')).toHaveTextContent('032180000118359719');
    expect(part('What came back')).toHaveTextContent('Nothing.');
    expect(part('What was asked since')).toHaveTextContent('Not found4');
    expect(main().queryByRole('button', { name: /send|mend|another/i })).toBeNull();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(fake.calls.map(({ name }) => name)).not.toContain('sendPayout');
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Ask the gateway now' }));
    expect(await screen.findByRole('button', { name: 'Pay another' })).toBeInTheDocument();
  });

  it('sends one that never left only when a person says so, after a second', async () => {
    const { user, fake } = renderApp({
      at: '/payout/p1',
      orders: [order({ status: 'not_sent', amount: '50' })],
    });
    const send = await screen.findByRole('button', { name: /Send 50\.00 MXN now/ });
    expect(send).toBeDisabled();
    await waitFor(() => expect(send).toBeEnabled());
    await user.dblClick(send);
    expect(await screen.findByText(/^On its way/)).toBeInTheDocument();
    expect(fake.calls.filter(({ name }) => name === 'sendPayout')).toHaveLength(1);
  });

  it('gives a refused draft back', async () => {
    const { user } = renderApp({
      at: '/payout/p1',
      accounts: [cashy],
      commands: {
        orderDetail: async () =>
          fakeDetail(order({ status: 'refused', accountId: 'mx' }), {
            draft: {
              product: 'payout',
              channel: null,
              amount: '99',
              fields: {
                accountName: 'Luis',
                accountType: '40',
                accountNo: CLABE,
                bankId: 'STP',
                remark: 'x',
              },
            },
          }),
      },
    });
    expect(await screen.findByText('The gateway did not take the field accountNo.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Mend the draft' }));
    expect(await screen.findByRole('textbox', { name: 'Amount' })).toHaveValue('99');
    expect(screen.getByRole('textbox', { name: "Payee's account" })).toHaveValue(CLABE);
    expect(screen.getByRole('radio', { name: 'CLABE' })).toBeChecked();
  });
});
