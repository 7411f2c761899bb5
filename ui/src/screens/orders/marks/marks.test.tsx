import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IpcError } from '../../../ipc';
import { fakePage, fakeSummary } from '../../../ipc/fake';
import { renderApp } from '../../../testing/render';

const now = Date.parse('2026-11-22T12:00:00Z');
const order = (at: number, more = {}) => fakeSummary(at, now, { id: `o${at}`, flags: [], ...more });
const panel = () => screen.findByRole('region', { name: 'Order' });
const grid = () => screen.findByRole('grid', { name: 'Orders' });
const labels = async () =>
  within(await screen.findByRole('list', { name: 'Labels' }))
    .getAllByRole('listitem')
    .slice(0, -1)
    .map((item) => item.textContent);

const open = (options: Parameters<typeof renderApp>[0] = {}) =>
  renderApp({ at: '/orders/o1', orders: [order(1), order(2), order(3)], ...options });

afterEach(() => vi.useRealTimers());

/** The way back is offered for seconds: only a clock of the test's own makes them long enough for a slow machine. */
const slowly = () => vi.useFakeTimers({ shouldAdvanceTime: true });

describe('a star', () => {
  it('is given and taken with s, and says so', async () => {
    slowly();
    const { user } = open();
    const star = await within(await panel()).findByRole('button', { name: 'Star' });
    expect(star).toHaveAttribute('aria-pressed', 'false');
    await user.keyboard('s');
    await waitFor(() => expect(star).toHaveAttribute('aria-pressed', 'true'));
    expect(await within(await grid()).findByRole('img', { name: 'Starred' })).toBeInTheDocument();
    await user.click(star);
    await waitFor(() => expect(star).toHaveAttribute('aria-pressed', 'false'));
    // Said aloud, and told with the way back; of the same star only how it stands now.
    await waitFor(() => expect(screen.getAllByText('The star of 1 order was taken away')).toHaveLength(2));
    expect(screen.queryByText('1 order has a star')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(star).toHaveAttribute('aria-pressed', 'true'));
  });

  it('follows the row on which the keyboard stands', async () => {
    const { user, fake } = renderApp({ at: '/orders', orders: [order(1), order(2)] });
    (await grid()).focus();
    await user.keyboard('{ArrowDown}s');
    await waitFor(() =>
      expect(fake.calls.find(({ name }) => name === 'setStar')?.args).toEqual([['o2'], true]),
    );
    await user.keyboard('s');
    await waitFor(() =>
      expect(fake.calls.findLast(({ name }) => name === 'setStar')?.args).toEqual([['o2'], false]),
    );
  });
});

describe('labels', () => {
  it('are written, chosen and taken away; what was done can be undone', async () => {
    slowly();
    const { user } = open();
    await panel();
    await user.click(await screen.findByRole('button', { name: 'Add a label' }));
    await user.type(
      await screen.findByRole('textbox', { name: 'Choose a label or type a new one' }),
      'Claim',
    );
    await user.click(await screen.findByRole('option', { name: 'New label: Claim' }));
    await waitFor(async () => expect(await labels()).toEqual(['Claim']));
    await user.click(screen.getByRole('button', { name: 'Take the label Claim away' }));
    await waitFor(async () => expect(await labels()).toEqual([]));
    expect(screen.getAllByText('The label Claim was taken from 1 order').length).toBeGreaterThan(0);
    const undo = screen.getAllByRole('button', { name: 'Undo' });
    await user.click(undo.at(-1) as HTMLElement);
    await waitFor(async () => expect(await labels()).toEqual(['Claim']));
    expect(await screen.findByText('Undone for 1 order')).toBeInTheDocument();
  });

  it('open with l, and a known one is not written twice however it is spelt', async () => {
    const { user } = open({ commands: { labels: async () => [{ name: 'Reclamación', n: 3 }] } });
    await panel();
    await screen.findByRole('button', { name: 'Add a label' });
    await user.keyboard('l');
    await user.type(await screen.findByRole('textbox', { name: /Choose a label/ }), 'RECLAMACION');
    expect(await screen.findByRole('option', { name: 'Reclamación' })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /New label/ })).not.toBeInTheDocument();
  });

  it('have no comma', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Add a label' }));
    await user.type(await screen.findByRole('textbox', { name: /Choose a label/ }), 'a,b');
    expect(await screen.findByText('A label has no comma.')).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /a,b/ })).not.toBeInTheDocument();
  });

  it('that cannot be kept say why, until it is read', async () => {
    const { user } = open({
      commands: {
        labels: async () => [{ name: 'Claim', n: 1 }],
        setLabel: async () => {
          throw new IpcError('ledger_damaged', 'damaged');
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Add a label' }));
    await user.click(await screen.findByRole('option', { name: 'Claim' }));
    expect((await screen.findAllByText(/ledger/i)).length).toBeGreaterThan(0);
  });
});

describe('marks for all selected orders', () => {
  const select = async (user: ReturnType<typeof renderApp>['user']) => {
    (await grid()).focus();
    await user.keyboard('{Control>}a{/Control}');
    return screen.findByRole('region', { name: 'Selected orders' });
  };

  it('change those only that have not got it, and are undone for those only', async () => {
    slowly();
    const { user, fake } = renderApp({
      at: '/orders',
      orders: [order(1, { starred: true }), order(2), order(3)],
    });
    const bar = await select(user);
    await user.click(within(bar).getByRole('button', { name: 'Give a star' }));
    expect((await screen.findAllByText('2 orders have a star now')).length).toBeGreaterThan(0);
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(fake.calls.findLast(({ name }) => name === 'setStar')?.args).toEqual([['o2', 'o3'], false]),
    );
  });

  it('take a label away that some of them have', async () => {
    const { user, fake } = renderApp({
      at: '/orders',
      orders: [order(1, { labels: ['late'] }), order(2)],
    });
    const bar = await select(user);
    await user.click(within(bar).getByRole('button', { name: 'Take a label away' }));
    await user.click(await screen.findByRole('option', { name: 'late' }));
    await waitFor(() =>
      expect(fake.calls.find(({ name }) => name === 'setLabel')?.args).toEqual([['o1', 'o2'], 'late', false]),
    );
  });

  it('show how far they are when it takes its time, and can be stopped between two steps', async () => {
    const steps: string[][] = [];
    let go: (() => void) | undefined;
    const { user } = renderApp({
      at: '/orders',
      orders: Array.from({ length: 150 }, (_, at) => order(at)),
      commands: {
        setStar: (ids) => {
          steps.push(ids);
          return new Promise((done) => {
            go = () => done(ids);
          });
        },
        // All on one page, so that all can be selected.
        listOrders: async () => fakePage(Array.from({ length: 150 }, (_, at) => order(at))),
      },
    });
    const bar = await select(user);
    await user.click(within(bar).getByRole('button', { name: 'Give a star' }));
    expect(await screen.findByText('0 of 150 marked')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    go?.();
    expect((await screen.findAllByText('100 orders have a star now')).length).toBeGreaterThan(0);
    expect(steps.map((ids) => ids.length)).toEqual([100]);
  });
});
