import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrderQuery, SavedViewView } from '../../../ipc';
import { type Fake, fakeSummary } from '../../../ipc/fake';
import { axeViolations } from '../../../testing/axe';
import { pressUntil } from '../../../testing/press';
import { renderApp } from '../../../testing/render';
import { lookOf, movedTo, placeOf, readLook } from './look';

const now = Date.now();
const some = (count: number) => Array.from({ length: count }, (_, at) => fakeSummary(at, now));
const bar = () => screen.findByRole('navigation', { name: 'Saved views' });
const names = async () =>
  within(await bar())
    .getAllByRole('listitem')
    .map((item) => item.querySelector('bdi')?.textContent)
    .slice(1);
const addressed = (search: string) => Object.fromEntries(new URLSearchParams(search));
const asked = (fake: Fake) =>
  (fake.calls.filter(({ name }) => name === 'listOrders').at(-1)?.args[0] as OrderQuery | undefined)?.text;

/** Views that are kept in a list of their own. */
function kept(...begin: SavedViewView[]) {
  const state = { views: begin };
  return {
    state,
    commands: {
      savedViews: async () => state.views,
      setSavedViews: async (views: SavedViewView[]) => {
        state.views = views;
        return views;
      },
    },
  };
}
const view = (name: string, query: string, look = '{}'): SavedViewView => ({ name, query, look });

const width = window.innerWidth;
beforeEach(() => {
  window.innerWidth = 1440;
});
afterEach(() => {
  vi.useRealTimers();
  window.innerWidth = width;
});

describe('saved views', () => {
  it('are offered to those who have none, and opened by their keys with their counts', async () => {
    const { user, history, fake } = renderApp({ at: '/orders', orders: some(60) });
    await user.click(await screen.findByRole('button', { name: 'Add suggested views' }));
    await waitFor(async () => expect(await names()).toHaveLength(5));
    expect(screen.queryByRole('button', { name: 'Add suggested views' })).not.toBeInTheDocument();
    const first = within(await bar()).getByRole('button', { name: /Needs a person/ });
    await waitFor(() => expect(first).toHaveTextContent(/1Needs a person15$/));
    await user.keyboard('1');
    await waitFor(() => expect(asked(fake)).toBe('is:needs_person'));
    expect(first).toHaveAttribute('aria-current', 'true');
    expect(addressed(history.location.search)).toMatchObject({ view: 'Needs a person' });
    await user.keyboard('0');
    await waitFor(() => expect(history.location.search).toBe(''));
    // A digit in a field is a digit.
    await user.type(screen.getByRole('combobox', { name: 'Search orders' }), '1');
    expect(addressed(history.location.search)['view']).toBeUndefined();
    expect(await axeViolations()).toEqual([]);
  });

  it('save the present search under the name that its chips say', async () => {
    const { state, commands } = kept();
    const { user, history } = renderApp({
      at: '/orders?text=ana%20from%3A-7d%20status%3Aunknown&sort=largest',
      orders: some(60),
      commands,
    });
    await user.click(await screen.findByRole('button', { name: 'Save as a view' }));
    const dialog = await screen.findByRole('dialog', { name: 'Save this search as a view' });
    const name = within(dialog).getByRole('textbox', { name: 'Name' });
    expect(name).toHaveValue('ana · 7 days ago · Unknown');
    await user.clear(name);
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText('A view needs a name.')).toBeInTheDocument();
    await user.type(name, ' Claims {Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    // What was typed is kept as it was typed: the days stay relative.
    expect(state.views).toEqual([view('Claims', 'ana from:-7d status:unknown', '{"sort":"largest"}')]);
    await waitFor(() => expect(addressed(history.location.search)).toMatchObject({ view: 'Claims' }));
    expect(screen.queryByRole('button', { name: 'Save as a view' })).not.toBeInTheDocument();
  });

  it('say when the list was changed, and take the changes in', async () => {
    const { state, commands } = kept(view('Ana', 'ana'), view('Juma', 'juma'));
    const { user } = renderApp({ at: '/orders', orders: some(60), commands });
    await user.click(await screen.findByRole('button', { name: /Juma/ }));
    const tab = within(await bar()).getByRole('button', { name: /^2 ?Juma/ });
    await waitFor(() => expect(tab).toHaveAttribute('aria-current', 'true'));
    expect(screen.queryByRole('button', { name: 'Save the changes' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'Payout' }));
    await waitFor(() => expect(tab).toHaveTextContent('changed'));
    await user.click(screen.getByRole('button', { name: 'Save the changes' }));
    await waitFor(() => expect(state.views[1]).toEqual(view('Juma', 'juma direction:payout')));
    await waitFor(() => expect(tab).not.toHaveTextContent('changed'));
    expect(state.views[0]).toEqual(view('Ana', 'ana'));
  });

  it('are renamed, moved, and deleted with a way back', async () => {
    // The way back is offered for seconds: only a clock of the test's own makes them long enough for a slow machine.
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { state, commands } = kept(view('One', 'ana'), view('Two', 'juma'), view('Three', 'luis'));
    const { user, history } = renderApp({ at: '/orders', orders: some(12), commands });
    await screen.findByRole('button', { name: /Two/ });
    await pressUntil(user, '2', () =>
      expect(addressed(history.location.search)).toMatchObject({ view: 'Two' }),
    );
    const menu = async (item: string, name = 'Two') => {
      await user.click(await screen.findByRole('button', { name: `More about the view ${name}` }));
      await user.click(await screen.findByRole('menuitem', { name: item }));
    };
    await menu('One place to the left');
    await waitFor(async () => expect(await names()).toEqual(['Two', 'One', 'Three']));
    await menu('Rename');
    const dialog = await screen.findByRole('dialog', { name: 'Rename the view' });
    const name = within(dialog).getByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, 'One{Enter}');
    expect(await within(dialog).findByText('Another view has this name.')).toBeInTheDocument();
    await user.clear(name);
    await user.type(name, 'Zwei{Enter}');
    await waitFor(async () => expect(await names()).toEqual(['Zwei', 'One', 'Three']));
    await waitFor(() => expect(addressed(history.location.search)).toMatchObject({ view: 'Zwei' }));
    await menu('Delete', 'Zwei');
    await waitFor(async () => expect(await names()).toEqual(['One', 'Three']));
    // What was on show stays on show: only its name is gone.
    expect(addressed(history.location.search)).toEqual({ text: 'juma' });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await names()).toEqual(['Zwei', 'One', 'Three']));
    expect(state.views[0]).toEqual(view('Zwei', 'juma'));
  });

  it('bring their columns along, and leave those of other lists alone', async () => {
    const { commands } = kept(view('Short', '', '{"columns":{"shown":["number","amount"]}}'));
    const { user } = renderApp({ at: '/orders', orders: some(3), commands });
    const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    await screen.findByText('3 orders');
    const before = heads();
    await screen.findByRole('button', { name: /Short/ });
    await pressUntil(user, '1', () => expect(heads()).toEqual(['', 'Amount', 'Order number']));
    await user.keyboard('0');
    await waitFor(() => expect(heads()).toEqual(before));
    expect(localStorage.getItem('counterfoil-order-columns') ?? '{}').toBe('{}');
  });

  it('are counted again when an order moves, at a gentle pace', async () => {
    const { commands } = kept(view('Waiting', 'status:waiting'));
    let n = 4;
    const { fake } = renderApp({
      at: '/orders',
      orders: some(12),
      commands: { ...commands, countOrders: async () => ({ n, exact: true }) },
    });
    const tab = await within(await bar()).findByRole('button', { name: /Waiting/ });
    await waitFor(() => expect(tab).toHaveTextContent(/4$/));
    n = 5;
    for (let turn = 0; turn < 8; turn += 1)
      fake.emit('orderChanged', { orderId: 'x', number: 'x', status: 'pending', needsPerson: false });
    await waitFor(() => expect(tab).toHaveTextContent(/5$/));
    expect(fake.calls.filter(({ name }) => name === 'countOrders')).toHaveLength(2);
  });

  it('are reached from the palette on any screen', async () => {
    const { commands } = kept(view('Claims', 'ana'));
    const { user, history } = renderApp({ at: '/balances', commands });
    await screen.findByRole('navigation', { name: 'Main navigation' });
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByPlaceholderText('Go to, do, or find an order'), 'claims');
    await user.click(await screen.findByText('Open the view Claims'));
    await waitFor(() => expect(history.location.pathname).toBe('/orders'));
    expect(addressed(history.location.search)).toEqual({ view: 'Claims', text: 'ana' });
  });
});

describe('the look of a view', () => {
  it('is read leniently', () => {
    for (const broken of ['', '[]', 'null', '{"sort":"sideways","columns":7}', '{"sort":"newest"}'])
      expect(readLook(broken)).toEqual({});
    const look = lookOf({ sort: 'status' }, { shown: ['number'] });
    expect(readLook(look)).toEqual({ sort: 'status', columns: { shown: ['number'] } });
    expect(lookOf({}, {})).toBe('{}');
    expect(placeOf({ name: 'All', query: '', look })).toEqual({ view: 'All', sort: 'status' });
  });

  it('is not what moving changes', () => {
    expect(movedTo(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(movedTo(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });
});
