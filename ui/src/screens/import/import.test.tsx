import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type ImportMapping, IpcError } from '../../ipc';
import {
  type FakeOptions,
  fakeAccount,
  fakeImported,
  fakeMapping,
  fakePreview,
  fakeSheet,
} from '../../ipc/fake';
import { axeViolations } from '../../testing/axe';
import { renderApp } from '../../testing/render';

const shop = fakeAccount({ name: 'Tienda Azul', live: true, builtIn: false });
const open = (options: FakeOptions = {}) =>
  renderApp({ at: '/import', mode: 'live', accounts: [shop], ...options });

/** Chooses the file and waits until it was looked through. */
async function chosen(options: FakeOptions = {}) {
  const app = open(options);
  await app.user.click(await screen.findByRole('button', { name: 'Choose a file …' }));
  await screen.findByRole('region', { name: 'What would come of it' });
  return app;
}

const lastMapping = ({ fake }: ReturnType<typeof renderApp>, command: string) =>
  fake.calls.filter(({ name }) => name === command).at(-1)?.args[2] as ImportMapping;

describe('importing history', () => {
  it('shows how the file is read, what would come of it, and asks only what the file does not say', async () => {
    await chosen();
    const columns = within(screen.getByRole('table', { name: 'Columns' }));
    expect(columns.getByRole('combobox', { name: '“Amount (MXN)” is read as' })).toHaveDisplayValue('Amount');
    expect(columns.getByRole('combobox', { name: '“Operator” is read as' })).toHaveDisplayValue('Not used');
    expect(columns.getByRole('row', { name: /Account No/ })).toHaveTextContent('its values look like it');
    const asked = within(
      await screen.findByRole('region', { name: 'The file alone does not say everything' }),
    );
    expect(asked.getByRole('combobox', { name: 'Payout, “PENDIENTE” (58 rows) means' })).toHaveValue(
      'Waiting',
    );
    expect(asked.queryByRole('radiogroup')).not.toBeInTheDocument();
    const sums = within(await screen.findByRole('table', { name: 'Sums by kind and status' }));
    expect(sums.getByRole('row', { name: /Succeeded/ })).toHaveTextContent('2,841,500.75 MXN');
    const left = within(screen.getByRole('list', { name: 'Rows that would be left out' }));
    expect(left.getByText(/A spreadsheet has eaten digits of “1.23E\+17”/)).toHaveTextContent('lines 41, 77');
    expect(await axeViolations()).toEqual([]);
  });

  it('waits for a word on doubtful statuses, then imports with what was decided', async () => {
    const app = await chosen();
    const { user } = app;
    const run = await screen.findByRole('button', { name: 'Import 2,388 orders' });
    expect(run).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Yes, that is right: PENDIENTE' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Import 2,388 orders' })).toBeEnabled());
    await user.click(screen.getByRole('button', { name: 'Import 2,388 orders' }));
    const head = await screen.findByRole('heading', { name: 'payouts october.csv is imported' });
    await waitFor(() => expect(head).toHaveFocus());
    expect(lastMapping(app, 'importRun').statuses[2]).toMatchObject({ status: 'pending', ask: false });
    expect(screen.getByText('2,380')).toBeInTheDocument();
    const differences = within(screen.getByRole('table', { name: /say something else/ }));
    expect(differences.getByRole('row', { name: /CF2611220003K/ })).toHaveTextContent('SucceededReturned');
    expect(screen.getByText('The same row stands in line 54 already.')).toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Show these orders' }));
    await waitFor(() => expect(app.history.location.pathname).toBe('/orders'));
    expect(new URLSearchParams(app.history.location.search).get('text')).toContain(
      'imported 2026-11-22 20:15:30',
    );
  });

  it('reads a column as something else: the field moves, and what it had decided is found anew', async () => {
    const app = await chosen();
    const { user } = app;
    await user.selectOptions(screen.getByRole('combobox', { name: '“Operator” is read as' }), 'Amount');
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: '“Amount (MXN)” is read as' })).toHaveDisplayValue(
        'Not used',
      ),
    );
    const { columns, decimals } = lastMapping(app, 'importPreview');
    expect(columns).toContainEqual({ field: 'amount', column: 7 });
    expect(columns.filter(({ column }) => column === 3)).toEqual([]);
    expect(decimals).toBeNull();
    expect(screen.getByRole('row', { name: /Operator/ })).toHaveTextContent('you said so');
    expect(screen.getByRole('row', { name: /PAYOUT8551739282639106001/ })).toHaveTextContent('please check');
    await user.selectOptions(screen.getByRole('combobox', { name: '“Order Status” is read as' }), 'Not used');
    expect(await screen.findByText(/No column is read as Status/)).toBeInTheDocument();
    expect(
      screen.getByText('Nothing can be said before the questions above are answered.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Import / })).not.toBeInTheDocument();
  });

  it('asks in words about days and sums that can be read in two ways', async () => {
    const app = await chosen({
      commands: {
        importPreview: async (_token, _account, mapping) =>
          fakePreview(mapping, {
            questions: [
              {
                code: 'date_order',
                choices: ['day_month', 'month_day'],
                examples: ['03/04/2026'],
                contradictory: false,
              },
              { code: 'decimals', examples: ['1,234'], contradictory: true },
            ],
          }),
      },
    });
    const days = await screen.findByRole('radiogroup', {
      name: /Which comes first in a date such as 03\/04\/2026/,
    });
    await app.user.click(within(days).getByRole('radio', { name: 'The day: 03/04 is the third of April' }));
    await waitFor(() => expect(lastMapping(app, 'importPreview').dateOrder).toBe('day_month'));
    expect(screen.getByText(/Some rows of the file say one thing and others another/)).toBeInTheDocument();
  });

  it('asks whether a spreadsheet exchanged day and month, until and after it is answered', async () => {
    const app = await chosen({
      history: { mapping: fakeMapping({ statuses: [] }) },
      commands: {
        importPreview: async (_token, _account, mapping) =>
          fakePreview(mapping, {
            questions: [
              {
                code: 'date_cells',
                cells: ['2026-03-04 10:00:00'],
                texts: ['13/04/2026 10:00'],
                as_shown: '2026-03-04',
                exchanged: '2026-04-03',
              },
            ],
          }),
      },
    });
    const region = await screen.findByRole('region', { name: 'The file alone does not say everything' });
    const cells = within(region).getByRole('radiogroup', {
      name: 'What the date cell 2026-03-04 10:00:00 means',
    });
    expect(within(cells).getByRole('radio', { name: /March 4, 2026|4 March 2026/ })).not.toBeChecked();
    await app.user.click(within(cells).getByRole('radio', { name: /day and month were exchanged/ }));
    await waitFor(() => expect(lastMapping(app, 'importPreview').dateCells).toBe('exchanged'));
    const answered = await screen.findByRole('region', { name: 'How it is read' });
    expect(within(answered).getByRole('radio', { name: /April 3, 2026|3 April 2026/ })).toBeChecked();
    expect(await axeViolations()).toEqual([]);
  });

  it('tells how far it is and can be stopped', async () => {
    let end = () => {};
    const app = await chosen({
      history: { mapping: fakeMapping({ statuses: [] }) },
      commands: {
        importRun: (_token, _account, _mapping, progress) => {
          progress.onmessage({ done: 1000, of: 2400, written: 996 });
          return new Promise((resolve) => {
            end = () => resolve(fakeImported({ left: 1400, refused: 0, refusedRows: [] }));
          });
        },
      },
    });
    await app.user.click(await screen.findByRole('button', { name: 'Import 2,388 orders' }));
    expect(await screen.findByText('1,000 of 2,400 rows, 996 orders written')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole('button', { name: 'Stop' })).toHaveFocus());
    expect(await axeViolations()).toEqual([]);
    // Whoever goes elsewhere finds it still under way.
    await app.user.click(screen.getByRole('link', { name: 'Banks' }));
    await waitFor(() => expect(app.history.location.pathname).toBe('/banks'));
    app.history.back();
    expect(await screen.findByText('1,000 of 2,400 rows, 996 orders written')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole('button', { name: 'Stop' })).toHaveFocus());
    await app.user.keyboard('{Enter}');
    expect(screen.getByRole('button', { name: 'Stopping …' })).toBeDisabled();
    expect(app.fake.calls.some(({ name }) => name === 'importStop')).toBe(true);
    end();
    expect(await screen.findByRole('heading', { name: /Stopped: payouts october.csv/ })).toBeInTheDocument();
    expect(screen.getByText(/1,400 rows were not looked at any more/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Save the rows/ })).not.toBeInTheDocument();
  });

  it('says that what was written stays when something fails on the way', async () => {
    const failure = { code: 'disk_full', message: 'full', details: {}, problems: [] };
    const app = await chosen({
      history: { mapping: fakeMapping({ statuses: [] }) },
      commands: { importRun: async () => fakeImported({ written: 1000, left: 1400, failure }) },
    });
    await app.user.click(await screen.findByRole('button', { name: 'Import 2,388 orders' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/disk/i);
    expect(screen.getByText(/only what is missing is added/)).toBeInTheDocument();
    expect(screen.getByText('1,000')).toBeInTheDocument();
  });

  it('explains a file of the wrong kind, and keeps quiet when nothing is chosen', async () => {
    let turn = 0;
    const { user } = open({
      commands: {
        importChoose: async () => {
          turn += 1;
          if (turn === 1) return null;
          throw new IpcError('import_file', 'a web page', { why: 'web_page', line: '' });
        },
      },
    });
    const choose = await screen.findByRole('button', { name: 'Choose a file …' });
    await user.click(choose);
    expect(await screen.findByRole('heading', { name: 'No file is chosen yet' })).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await user.click(choose);
    expect(await screen.findByRole('alert')).toHaveTextContent(/web page.*Save|save it as/);
  });

  it('reads the file again for another account, and shows whose orders they would be', async () => {
    const second = fakeAccount({ id: 'acc-9', name: 'Café Sur', live: true, builtIn: false });
    const app = open({ accounts: [shop, second] });
    const account = await screen.findByRole('combobox', { name: /Account whose orders these are/ });
    expect(screen.getByRole('button', { name: 'Choose a file …' })).toBeDisabled();
    await app.user.click(account);
    await app.user.click(await screen.findByRole('option', { name: /Tienda Azul/ }));
    await app.user.click(screen.getByRole('button', { name: 'Choose a file …' }));
    await screen.findByRole('region', { name: 'What would come of it' });
    await app.user.click(account);
    await app.user.click(await screen.findByRole('option', { name: /Café Sur/ }));
    await waitFor(() => {
      expect(app.fake.calls.filter(({ name }) => name === 'importPreview').at(-1)?.args[1]).toBe('acc-9');
    });
    expect(account).toHaveDisplayValue(/Café Sur/);
  });

  it('offers the other sheets of a workbook and the spelling of characters', async () => {
    const app = await chosen({
      history: { encoding: null, page: 'Orders', pages: ['Cover', 'Orders'], ragged: 2, raggedLines: [4, 9] },
    });
    await app.user.click(screen.getByRole('combobox', { name: 'Sheet of the workbook' }));
    await app.user.click(await screen.findByRole('option', { name: 'Cover' }));
    await waitFor(() =>
      expect(app.fake.calls.find(({ name }) => name === 'importRead')?.args[2]).toMatchObject({
        page: 'Cover',
      }),
    );
    expect(screen.getByText(/2 rows have more or fewer cells/)).toHaveTextContent('4 and 9');
  });

  it('leaves open orders out in practice, and says so', async () => {
    await chosen({ mode: 'practice', history: { practice: true, mapping: fakeMapping({ statuses: [] }) } });
    expect(
      await screen.findByText(/58 orders are still open in the file and will be left out/),
    ).toBeInTheDocument();
    expect(await screen.findByRole('button', { name: 'Import 2,330 orders' })).toBeEnabled();
  });

  it('has nothing to offer without an account', async () => {
    open({ accounts: [], practiceExists: true });
    expect(await screen.findByRole('heading', { name: 'Connect an account first' })).toBeInTheDocument();
  });

  it('is found in the palette and beside the backups', async () => {
    const { user, history } = renderApp({ at: '/settings?tab=data' });
    await user.click(await screen.findByRole('button', { name: 'Import history …' }));
    await waitFor(() => expect(history.location.pathname).toBe('/import'));
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('textbox', { name: 'Actions and orders' }), 'import');
    expect(await screen.findByRole('button', { name: 'Import history' })).toBeInTheDocument();
  });

  it('remembers how the titles were read', async () => {
    await chosen({ history: fakeSheet({ remembered: true }) });
    expect(screen.getByText(/Read as the last file with these titles was/)).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /Amount \(MXN\)/ })).toHaveTextContent('as last time');
  });
});
