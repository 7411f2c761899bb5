import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CompletionView } from '../ipc';
import { axeViolations } from '../testing/axe';
import { renderApp } from '../testing/render';
import { completed, isBegun, type Suggestions } from './useCompletion';

const field = () => screen.findByRole('combobox', { name: 'Search orders' });
const shown = () => within(screen.getByRole('listbox', { name: 'What can be typed here' }));
const options = () =>
  shown()
    .getAllByRole('option')
    .map((option) => option.querySelector('.mono')?.textContent);

describe('the search field', () => {
  it('offers what can be typed on, and takes it by keyboard', async () => {
    const { user, history } = renderApp({ at: '/orders' });
    const input = await field();
    await user.type(input, 'ana sta');
    const list = await screen.findByRole('listbox', { name: 'What can be typed here' });
    expect(input).toHaveAttribute('aria-expanded', 'true');
    expect(input.getAttribute('aria-controls')).toBe(list.id);
    expect(input).not.toHaveAttribute('aria-activedescendant');
    await user.keyboard('{ArrowDown}');
    const first = shown().getByRole('option', { selected: true });
    expect(first).toHaveTextContent('status:');
    expect(input.getAttribute('aria-activedescendant')).toBe(first.id);
    expect(await axeViolations()).toEqual([]);
    await user.keyboard('{Enter}');
    expect(input).toHaveValue('ana status:');
    await waitFor(() => expect(options()).toContain('unknown'));
    await user.keyboard('unk{ArrowDown}{Tab}');
    expect(input).toHaveValue('ana status:unknown ');
    expect(input).toHaveFocus();
    expect(screen.queryByRole('listbox', { name: 'What can be typed here' })).not.toBeInTheDocument();
    await waitFor(() =>
      expect(new URLSearchParams(history.location.search).get('text')).toBe('ana status:unknown'),
    );
  });

  it('searches for all that was typed, however fast the last keys came', async () => {
    const { history } = renderApp({ at: '/orders' });
    const input = await field();
    for (const value of ['m', 'ma', 'mar']) fireEvent.change(input, { target: { value } });
    await waitFor(() => expect(new URLSearchParams(history.location.search).get('text')).toBe('mar'));
  });

  it('searches on Enter when nothing is chosen, and closes before it lets go on Escape', async () => {
    const { user, history } = renderApp();
    const input = await field();
    await user.type(input, 'sta');
    await screen.findByRole('option', { name: /status:/ });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('option', { name: /status:/ })).not.toBeInTheDocument();
    expect(input).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(input).not.toHaveFocus();
    await user.type(input, 't');
    await screen.findByRole('option', { name: /status:/ });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(new URLSearchParams(history.location.search).get('text')).toBe('stat'));
    expect(input).toHaveValue('stat');
  });

  it('completes in the middle of the text, beyond signs of two units', async () => {
    const { user } = renderApp();
    const input = (await field()) as HTMLInputElement;
    await user.type(input, '👍 sta x');
    input.setSelectionRange(6, 6);
    await user.keyboard('{ArrowDown}');
    await screen.findByRole('option', { name: /status:/ });
    await user.keyboard('{ArrowDown}{Enter}');
    expect(input).toHaveValue('👍 status: x');
    expect(input.selectionStart).toBe('👍 status:'.length);
  });

  it('drops an answer that comes late, and writes nothing for an older text', async () => {
    const waiting: { text: string; answer: (view: CompletionView) => void }[] = [];
    const { user } = renderApp({
      commands: {
        completeSearch: (text) => new Promise((answer) => waiting.push({ text, answer })),
      },
    });
    const input = await field();
    const offer = (text: string): CompletionView => ({
      from: 0,
      to: 2,
      suggestions: [{ text, isFilter: true }],
    });
    await user.type(input, 'st');
    await waitFor(() => expect(waiting.at(-1)?.text).toBe('st'));
    const older = waiting[0];
    waiting.at(-1)?.answer(offer('status:'));
    await screen.findByRole('option', { name: /status:/ });
    older?.answer(offer('something:'));
    await user.type(input, 'a');
    // Not answered yet: the former list stays in sight, but does nothing.
    expect(options()).toEqual(['status:']);
    await user.click(shown().getByRole('option'));
    expect(input).toHaveValue('sta');
  });
});

describe('a suggestion', () => {
  const offered = (text: string, caret: number, more: Partial<CompletionView>): Suggestions => ({
    text,
    caret,
    from: caret,
    to: caret,
    suggestions: [],
    ...more,
  });

  it('goes where it belongs', () => {
    const value = offered('status:un x', 9, {
      from: 7,
      to: 9,
      suggestions: [{ text: 'unknown', isFilter: false }],
    });
    expect(completed(value, 0)).toEqual({ text: 'status:unknown x', caret: 14 });
    const name = offered('sta:x', 3, { from: 0, to: 3, suggestions: [{ text: 'status', isFilter: true }] });
    expect(completed(name, 0)).toEqual({ text: 'status:x', caret: 7 });
    expect(completed(name, 1)).toBeUndefined();
  });

  it('comes by itself only for what was begun', () => {
    const suggestions = [{ text: 'status:', isFilter: true }];
    expect(isBegun(offered('ana ', 4, { suggestions }))).toBe(false);
    expect(isBegun(offered('s', 1, { from: 0, suggestions }))).toBe(true);
    expect(isBegun(offered('status:', 7, { suggestions }))).toBe(true);
    expect(isBegun(offered('status:', 7, { from: 0, suggestions }))).toBe(false);
  });
});
