import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type ExportDone, type ExportProgress, type ExportRequest, IpcError } from '../../../ipc';
import { fakeSummary } from '../../../ipc/fake';
import { renderApp } from '../../../testing/render';

const now = Date.parse('2026-11-22T12:00:00Z');
const orders = [1, 2, 3].map((at) => fakeSummary(at, now, { id: `o${at}`, flags: [] }));
const grid = () => screen.findByRole('grid', { name: 'Orders' });
const asked = ({ fake }: ReturnType<typeof renderApp>) =>
  fake.calls.find(({ name }) => name === 'exportOrders')?.args[0] as ExportRequest | undefined;

describe('the list as a file', () => {
  it('is asked for with e: the whole list, masked, in the words of the window', async () => {
    const app = renderApp({ at: '/orders?text=CF', orders });
    await grid();
    await app.user.keyboard('e');
    const dialog = await screen.findByRole('dialog', { name: 'Orders as a file' });
    expect(within(dialog).queryByRole('radio')).not.toBeInTheDocument();
    await app.user.click(within(dialog).getByRole('button', { name: 'Choose a place' }));
    await waitFor(() => expect(asked(app)).toBeDefined());
    const request = asked(app);
    expect(request).toMatchObject({
      ids: null,
      fullAccountNumbers: false,
      query: { text: 'CF', after: null },
    });
    expect(request?.columns.map(({ heading }) => heading)).toContain('Created (UTC)');
    expect(new Set(request?.columns.map(({ column }) => column)).size).toBe(16);
    expect(request?.statuses).toContainEqual({ status: 'succeeded', word: 'Succeeded' });
    expect(
      (await screen.findAllByText('3 orders written to counterfoil-orders-2026-11-22.csv.')).length,
    ).toBeGreaterThan(0);
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('can be the selected orders only, with full account numbers where somebody wants them', async () => {
    const app = renderApp({ at: '/orders', orders });
    (await grid()).focus();
    await app.user.keyboard(' ');
    const bar = await screen.findByRole('region', { name: 'Selected orders' });
    await app.user.click(within(bar).getByRole('button', { name: 'Export' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('radio', { name: 'The 1 selected order' })).toBeChecked();
    await app.user.click(within(dialog).getByRole('checkbox', { name: 'Full account numbers' }));
    await app.user.click(within(dialog).getByRole('button', { name: 'Choose a place' }));
    await waitFor(() => expect(asked(app)).toMatchObject({ ids: ['o1'], fullAccountNumbers: true }));
  });

  it('says how far it is, can be stopped, and what did not come about', async () => {
    let end: ((done: ExportDone) => void) | undefined;
    let tell: ((progress: ExportProgress) => void) | undefined;
    const app = renderApp({
      at: '/orders',
      orders,
      commands: {
        exportOrders: (_request, progress) => {
          tell = progress.onmessage;
          tell({ rows: 500, total: null });
          return new Promise((done) => {
            end = done;
          });
        },
      },
    });
    await grid();
    await app.user.keyboard('e');
    await app.user.click(await screen.findByRole('button', { name: 'Choose a place' }));
    expect(await screen.findByText('500 orders written')).toBeInTheDocument();
    // The count comes when it comes; what came in since is written too.
    tell?.({ rows: 1000, total: 4000 });
    expect(await screen.findByText('1,000 of 4,000 orders written')).toBeInTheDocument();
    expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
    tell?.({ rows: 4002, total: 4000 });
    expect(await screen.findByText('4,002 of 4,002 orders written')).toBeInTheDocument();
    await app.user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(app.fake.calls.some(({ name }) => name === 'stopExport')).toBe(true);
    expect(screen.getByRole('button', { name: 'It stops' })).toBeDisabled();
    end?.({ end: 'stopped', rows: 500, unreadable: 0, name: 'a.csv' });
    expect((await screen.findAllByText('Stopped. No file was left behind.')).length).toBeGreaterThan(0);
  });

  it('that cannot be written stays open and says why', async () => {
    const app = renderApp({
      at: '/orders',
      orders,
      commands: {
        exportOrders: async () => {
          throw new IpcError('file_not_saved', 'disk full');
        },
      },
    });
    await grid();
    await app.user.keyboard('e');
    await app.user.click(await screen.findByRole('button', { name: 'Choose a place' }));
    expect(await screen.findByText(/The file could not be written there/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Choose a place' })).toBeEnabled();
  });

  it('that nobody chose a place for is no file, and says nothing', async () => {
    const app = renderApp({
      at: '/orders',
      orders,
      commands: {
        exportOrders: async () => ({ end: 'no_place', rows: 0, unreadable: 0, name: null }),
      },
    });
    await grid();
    await app.user.keyboard('e');
    await app.user.click(await screen.findByRole('button', { name: 'Choose a place' }));
    expect(await screen.findByRole('button', { name: 'Choose a place' })).toBeEnabled();
    expect(screen.queryByText(/written to/)).not.toBeInTheDocument();
  });

  it('says what is missing from it', async () => {
    const app = renderApp({
      at: '/orders',
      orders,
      commands: {
        exportOrders: async () => ({ end: 'written', rows: 2, unreadable: 1, name: 'a.csv' }),
      },
    });
    await grid();
    await app.user.keyboard('e');
    await app.user.click(await screen.findByRole('button', { name: 'Choose a place' }));
    expect((await screen.findAllByText(/1 order cannot be read and is not in it/)).length).toBeGreaterThan(0);
  });
});
