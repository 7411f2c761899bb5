import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeSummary } from '../ipc/fake';
import { renderApp } from '../testing/render';

const now = Date.parse('2026-11-22T12:00:00Z');
const orders = [fakeSummary(1, now, { id: '7', number: 'CF7K', flags: [] })];

describe('a link to an order', () => {
  it('that started the program opens it', async () => {
    const { history } = renderApp({ orders, place: { kind: 'order', orderId: '7', number: 'CF7K' } });
    expect(await screen.findByRole('region', { name: 'Order' })).toBeInTheDocument();
    expect(history.location.pathname).toBe('/orders/7');
  });

  it('that comes later opens it, whatever is on show', async () => {
    const { fake, history } = renderApp({
      at: '/balances',
      orders,
      commands: { takePlace: async () => (asked ? { kind: 'order', orderId: '7', number: 'CF7K' } : null) },
    });
    let asked = false;
    await screen.findByRole('heading', { name: 'Balances' });
    asked = true;
    fake.emit('placeAsked', null);
    await waitFor(() => expect(history.location.pathname).toBe('/orders/7'));
  });

  it('of an unknown number shows an empty search, with words', async () => {
    const { history } = renderApp({ orders, place: { kind: 'nothing', orderId: null, number: '0012' } });
    expect((await screen.findAllByText(/this ledger has none of that number/)).length).toBeGreaterThan(0);
    expect(history.location.search).toContain('0012');
    expect(await screen.findByText('No order matches')).toBeInTheDocument();
  });

  it('of a number that several have shows them all', async () => {
    renderApp({ orders, place: { kind: 'several', orderId: null, number: 'CF7K' } });
    expect((await screen.findAllByText(/Several orders have the number CF7K/)).length).toBeGreaterThan(0);
    expect(await screen.findByRole('grid', { name: 'Orders' })).toBeInTheDocument();
  });

  it('that is none says so and goes nowhere', async () => {
    const { history } = renderApp({ orders, place: { kind: 'refused', orderId: null, number: null } });
    expect((await screen.findAllByText(/leads to no order\. Nothing was done/)).length).toBeGreaterThan(0);
    expect(history.location.pathname).toBe('/');
  });
});

describe('who opens links', () => {
  it('is chosen by a person, and taken back', async () => {
    const { user, fake } = renderApp({ at: '/settings?tab=links', handler: { other: 'other.desktop' } });
    const choice = await screen.findByRole('switch', { name: 'Open links to orders with Counterfoil' });
    expect(screen.getByText(/another program opens them: other\.desktop/)).toBeInTheDocument();
    expect(choice).not.toBeChecked();
    await user.click(choice);
    await waitFor(() => expect(choice).toBeChecked());
    await user.click(choice);
    await waitFor(() => expect(choice).not.toBeChecked());
    expect(fake.calls.filter(({ name }) => name === 'setLinkHandler').map(({ args }) => args)).toEqual([
      [true],
      [false],
    ]);
  });

  it('cannot be chosen where the system does not let it', async () => {
    renderApp({ at: '/settings?tab=links', handler: { supported: false } });
    expect(await screen.findByText('On this system it cannot be chosen here.')).toBeInTheDocument();
    expect(screen.getByRole('switch')).toBeDisabled();
  });
});
