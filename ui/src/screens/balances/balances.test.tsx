import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type AccountBalances, IpcError } from '../../ipc';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const reading = (available: string, readAt: string) => ({
  accountId: 'a',
  accountName: 'Shop',
  currency: 'MXN',
  available,
  frozen: null,
  waiting: '5',
  claimed: '12.5',
  state: 'NORMAL',
  readAt,
});
const shop = (more: Partial<AccountBalances> = {}): AccountBalances => ({
  accountId: 'a',
  accountName: 'Shop',
  balances: [reading('1000', new Date().toISOString())],
  history: [reading('900', '2026-11-20T10:00:00Z'), reading('800', '2026-11-19T10:00:00Z')],
  ...more,
});

describe('balances', () => {
  it('stay on show when they cannot be read again, and say that they may be out of date', async () => {
    let reads = 0;
    const { fake } = renderApp({
      at: '/balances',
      commands: {
        balances: async () => {
          reads += 1;
          if (reads > 1) throw new IpcError('ledger_locked', 'busy');
          return [shop()];
        },
      },
    });
    await screen.findByRole('region', { name: 'Shop' });
    act(() => fake.emit('balanceChanged', { accountId: 'a' }));
    expect(await screen.findByText(/may be out of date/)).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Shop' })).toBeInTheDocument();
  });

  it('shows what can be spent and what is under way, and nothing that the gateway did not say', async () => {
    renderApp({ at: '/balances', commands: { balances: async () => [shop()] } });
    const card = within(await screen.findByRole('region', { name: 'Shop' }));
    expect(card.getByText('1,000.00')).toBeInTheDocument();
    expect(card.getByText('12.50')).toBeInTheDocument();
    expect(card.getByText('NORMAL')).toBeInTheDocument();
    expect(card.queryByText('Frozen', { selector: 'dt' })).not.toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
  });

  it('keeps the earlier readings below', async () => {
    const { user } = renderApp({ at: '/balances', commands: { balances: async () => [shop()] } });
    await user.click(await screen.findByRole('button', { name: 'Earlier readings of Shop' }));
    const table = within(await screen.findByRole('table', { name: 'Earlier readings of Shop' }));
    expect(table.getAllByRole('row')).toHaveLength(3);
    expect(table.getByText('900.00')).toBeInTheDocument();
  });

  it('says when a balance was never read', async () => {
    renderApp({ at: '/balances', commands: { balances: async () => [shop({ balances: [], history: [] })] } });
    expect(await screen.findByText('Its balance was never read.')).toBeInTheDocument();
  });

  it('reads all one after the other; a failure stays with its account and stops no other', async () => {
    const asked: string[] = [];
    const { user } = renderApp({
      at: '/balances',
      commands: {
        balances: async () => [shop(), shop({ accountId: 'b', accountName: 'Café' })],
        refreshBalance: async (id) => {
          asked.push(id);
          if (id === 'a') throw new IpcError('no_connection', 'no route');
          return shop({
            accountId: 'b',
            accountName: 'Café',
            balances: [reading('77', new Date().toISOString())],
          });
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Refresh all' }));
    expect(await screen.findByText('77.00')).toBeInTheDocument();
    const failed = within(screen.getByRole('region', { name: 'Shop' }));
    expect(await failed.findByText(/could not be reached/)).toBeInTheDocument();
    expect(within(screen.getByRole('region', { name: 'Café' })).queryByRole('alert')).toBeNull();
    expect(asked).toEqual(['a', 'b']);
    expect(await screen.findByRole('button', { name: 'Refresh all' })).toBeEnabled();
  });

  it('can be stopped', async () => {
    const asked: string[] = [];
    const waiting: (() => void)[] = [];
    const { user } = renderApp({
      at: '/balances',
      commands: {
        balances: async () => ['a', 'b', 'c'].map((id) => shop({ accountId: id, accountName: id })),
        refreshBalance: async (id) => {
          asked.push(id);
          await new Promise<void>((resolve) => waiting.push(resolve));
          return shop({ accountId: id, accountName: id });
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Refresh all' }));
    expect(await screen.findByText('0 of 3 refreshed')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    waiting[0]?.();
    expect(await screen.findByRole('button', { name: 'Refresh all' })).toBeInTheDocument();
    expect(asked).toEqual(['a']);
  });

  it('tells why they cannot be shown', async () => {
    renderApp({
      at: '/balances',
      commands: {
        balances: async () => {
          throw new IpcError('ledger', 'disk I/O error');
        },
      },
    });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeInTheDocument();
  });
});
