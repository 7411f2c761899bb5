import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { DeliveryView } from '../../ipc';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const genuine: DeliveryView = {
  id: 'd1',
  receivedAt: '2026-11-22T08:00:00Z',
  accountName: 'Tienda Azul',
  verified: true,
  rendering: 'raw_body',
  suspicion: null,
  nearMiss: null,
  stringBuilt: null,
  orderId: 'order-1',
  orderNumber: 'CF2611220001K',
  effect: 'applied',
  repeats: 2,
  headers: [{ name: 'sign', value: 'abc' }],
  body: '{"status":2}',
};
const forged: DeliveryView = {
  ...genuine,
  id: 'd2',
  verified: false,
  rendering: null,
  suspicion: 'missing_header',
  nearMiss: 'reserialised',
  stringBuilt: 'amount=1&status=2',
  orderId: null,
  orderNumber: 'CF-claimed',
  effect: 'unverified',
  body: '<script>alert(1)</script>',
};

describe('callbacks', () => {
  it('leads to the listener when there are none', async () => {
    const { user, history } = renderApp({ at: '/callbacks' });
    await user.click(await screen.findByRole('button', { name: 'Set up the listener' }));
    expect(await screen.findByRole('switch', { name: 'Callback listener' })).toBeInTheDocument();
    expect(history.location.pathname).toBe('/settings');
  });

  it('shows verdict, effect and order of each', async () => {
    renderApp({ at: '/callbacks', deliveries: [genuine, forged] });
    const rows = within(await screen.findByRole('grid', { name: 'Callbacks' })).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('VerifiedChanged the orderCF2611220001KTienda Azul2');
    expect(rows[2]).toHaveTextContent('Not verifiedNo effect: not verifiedCF-claimed');
    expect(await axeViolations()).toEqual([]);
  });

  it('tells of one that waits for the secrets that it is kept', async () => {
    const waiting: DeliveryView = { ...forged, suspicion: null, nearMiss: null, effect: 'stored' };
    const { user } = renderApp({ at: '/callbacks', deliveries: [waiting] });
    await user.click(await screen.findByText('Waits for the secrets'));
    const detail = await screen.findByRole('dialog');
    expect(detail).toHaveTextContent(/verified and applied as soon as you unlock/);
    expect(detail).not.toHaveTextContent(/changed nothing/);
    expect(await axeViolations()).toEqual([]);
  });

  it('explains why one was not believed, and shows it as text whatever it holds', async () => {
    const { user } = renderApp({ at: '/callbacks', deliveries: [genuine, forged] });
    await user.click(await screen.findByText('CF-claimed'));
    const detail = await screen.findByRole('dialog');
    expect(detail).toHaveTextContent(/a relay drops access_key/);
    expect(detail).toHaveTextContent(/pass it on unchanged/);
    expect(detail).toHaveTextContent('amount=1&status=2');
    expect(within(detail).getByText('<script>alert(1)</script>')).toBeInTheDocument();
    expect(document.querySelector('script')).toBeNull();
    expect(within(detail).queryByRole('button', { name: 'Open order' })).not.toBeInTheDocument();
  });
});
