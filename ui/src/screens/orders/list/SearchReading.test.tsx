import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import type { OrderQuery, SearchPart, SearchReading } from '../../../ipc';
import { fakePage, fakeSummary } from '../../../ipc/fake';
import { renderApp } from '../../../testing/render';
import { en } from '../../../texts';
import { chipOf, textWithout } from './reading';
import { sentenceOf } from './SearchReading';

const grammar = join(import.meta.dirname, '../../../../../src-tauri/crates/query/src');

/** The codes of one of the grammar's enums, each with the names of its details. */
function codesOf(name: 'MistakeKind' | 'HintKind'): Map<string, string[]> {
  const source = readFileSync(join(grammar, 'mistakes.rs'), 'utf8');
  const body = new RegExp(`pub enum ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? '';
  const variants = [...body.matchAll(/^ {4}([A-Z]\w+)(?: \{([\s\S]*?)\n {4}\})?,$/gm)];
  return new Map(
    variants.map(([, variant = '', fields = '']) => [
      variant.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase(),
      [...fields.matchAll(/^ {8}(\w+): /gm)].map(([, field = '']) => field),
    ]),
  );
}

const argumentsOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)[},]/g)].map(([, name = '']) => name);

describe('the sentences about a search', () => {
  it('are there for every code of the grammar, and need only what it gives', () => {
    const kinds = [
      ['mistake', codesOf('MistakeKind'), 20],
      ['hint', codesOf('HintKind'), 3],
    ] as const;
    for (const [kind, codes, atLeast] of kinds) {
      expect(codes.size).toBeGreaterThanOrEqual(atLeast);
      const texts = Object.entries(en).filter(([id]) => id.startsWith(`search.${kind}.`));
      expect(texts.map(([id]) => id.slice(`search.${kind}.`.length)).sort()).toEqual(
        [...codes.keys()].sort(),
      );
      for (const [code, fields] of codes) {
        const text = en[`search.${kind}.${code}` as keyof typeof en];
        for (const argument of argumentsOf(text)) expect(fields, code).toContain(argument);
      }
    }
  });

  it('call every filter by its name in words', () => {
    const source = readFileSync(join(grammar, 'filters.rs'), 'utf8');
    const names = [...source.matchAll(/Self::\w+ => "(\w+)"/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThanOrEqual(22);
    for (const name of names) expect(en).toHaveProperty([`search.filter.${name}`]);
  });

  it('can do without a better value, and without knowing the code', () => {
    const intl = createIntl({ locale: 'en', messages: en });
    const said = (code: string, details = {}) => sentenceOf(intl, 'mistake', { code, details });
    expect(said('unknown_value', { filter: 'status', given: 'returnd', near: 'returned' })).toBe(
      'Left out: “Status” has no such value. Did you mean “returned”?',
    );
    expect(said('unknown_value', { filter: 'status', given: 'x' })).toBe(
      'Left out: “Status” has no such value.',
    );
    expect(said('something_new')).toBe(en['search.mistake']);
  });
});

const part = (text: string, whole: string, more: Partial<SearchPart> = {}): SearchPart => ({
  from: text.indexOf(whole),
  to: text.indexOf(whole) + whole.length,
  filter: null,
  plain: whole,
  values: [whole.slice(whole.indexOf(':') + 1)],
  not: false,
  counts: true,
  ...more,
});

describe('a part of the search', () => {
  it('is shown by what it asks for, or as typed when it asks for nothing', () => {
    const text = 'amount:much --';
    const wrong = part(text, 'amount:much', { filter: 'amount', plain: null, values: [], counts: false });
    expect(chipOf(text, wrong)).toEqual({ not: false, values: ['much'] });
    expect(chipOf(text, part(text, '--', { plain: null, values: [] }))).toEqual({
      not: false,
      values: ['--'],
    });
    const banks = part(text, '--', { filter: 'bank', values: ['stp', 'bbva'], not: true });
    expect(chipOf(text, banks)).toEqual({ not: true, values: ['stp', 'bbva'] });
  });

  it('is cut out, the others in their plain spelling or as they were typed', () => {
    const text = 'Ibañez   state:unknown amount:much';
    const parts = [
      part(text, 'Ibañez'),
      part(text, 'state:unknown', { filter: 'status', plain: 'status:unknown' }),
      part(text, 'amount:much', { filter: 'amount', plain: null, values: [], counts: false }),
    ];
    expect(textWithout(text, parts, parts[0] as SearchPart)).toBe('status:unknown amount:much');
    expect(textWithout(text, parts, parts[2] as SearchPart)).toBe('Ibañez status:unknown');
  });
});

const typed = 'ibanez state:unknown amount:much';
const reading: SearchReading = {
  parts: [
    part(typed, 'ibanez'),
    part(typed, 'state:unknown', { filter: 'status', plain: 'status:unknown' }),
    part(typed, 'amount:much', { filter: 'amount', plain: null, values: [], counts: false }),
  ],
  mistakes: [
    { from: 21, to: 32, code: 'not_an_amount', details: { given: 'much' } },
    { from: 21, to: 32, code: 'something_new', details: {} },
  ],
  hints: [],
};
const orders = Array.from({ length: 3 }, (_, at) => fakeSummary(at, Date.now()));

describe('below the filters', () => {
  it('the parts stand as chips, what was left out in sentences; a cross takes its part away', async () => {
    const { user, fake } = renderApp({
      at: `/orders?text=${encodeURIComponent(typed)}`,
      commands: {
        listOrders: async ({ text }) =>
          fakePage(
            orders,
            text === typed ? { reading } : { reading: { ...reading, parts: [], mistakes: [] } },
          ),
      },
    });
    const chips = await screen.findByRole('list', { name: 'What is searched for' });
    expect(
      within(chips)
        .getAllByRole('listitem')
        .map((chip) => chip.textContent),
    ).toEqual(['Word: ibanez', 'Status: Unknown', 'Amount: much (left out)']);
    const said = screen.getByText(/this is no amount/).closest('[role="status"]');
    expect(said).toHaveTextContent('“amount:much” Left out: this is no amount.');
    await user.click(within(chips).getByRole('button', { name: 'Remove from the search: Status Unknown' }));
    const asked = () =>
      fake.calls.filter(({ name }) => name === 'listOrders').map(({ args }) => (args[0] as OrderQuery).text);
    await waitFor(() => expect(asked()).toContain('ibanez amount:much'));
    await waitFor(() => expect(screen.queryByText(/this is no amount/)).not.toBeInTheDocument());
  });

  it('goes on looking by itself while nothing was found, and says so', async () => {
    let further = (): void => undefined;
    const { fake } = renderApp({
      at: '/orders?text=needle',
      commands: {
        listOrders: async ({ after }) => {
          if (after == null) return fakePage([], { looking: true, next: 'one' });
          if (after === 'one') return fakePage([], { looking: true, next: 'two' });
          await new Promise<void>((done) => {
            further = done;
          });
          return fakePage(orders);
        },
      },
    });
    expect(await screen.findByText('Looking further …')).toBeInTheDocument();
    const afters = () =>
      fake.calls.filter(({ name }) => name === 'listOrders').map(({ args }) => (args[0] as OrderQuery).after);
    await waitFor(() => expect(afters()).toContain('two'));
    expect(screen.queryByRole('heading', { name: en['orders.nothing_matches'] })).not.toBeInTheDocument();
    further();
    await waitFor(() => expect(screen.queryByText('Looking further …')).not.toBeInTheDocument());
    expect(await screen.findByText('3 orders')).toBeInTheDocument();
  });

  it('says when too many match to be sorted', async () => {
    renderApp({
      at: '/orders?text=a&sort=largest',
      commands: { listOrders: async () => fakePage(orders, { sortedByTime: true }) },
    });
    expect(await screen.findByText(/^Too many orders match to be sorted/)).toBeInTheDocument();
  });
});
