import { describe, expect, it } from 'vitest';
import type { SearchPart } from '../../../ipc';
import { needlesOf, stretches } from './needles';

const part = (values: string[], more: Partial<SearchPart> = {}): SearchPart => ({
  from: 0,
  to: 0,
  filter: null,
  plain: null,
  values,
  not: false,
  counts: true,
  ...more,
});
const needles = (...parts: SearchPart[]) => needlesOf({ parts, mistakes: [], hints: [] });
const marked = (text: string, ...sought: string[]) =>
  stretches(text, sought)
    .map(({ text: stretch, hit }) => (hit ? `[${stretch}]` : stretch))
    .join('');

describe('what is marked', () => {
  it.each([
    ['Ana Pérez', ['perez'], 'Ana [Pérez]'],
    ['IBÁÑEZ', ['banez'], 'I[BÁÑEZ]'],
    ['Jose\u0301 Luis', ['jose'], '[Jose\u0301] Luis'],
    ['ﬁnal', ['fin'], '[ﬁn]al'],
    ['ＡＢＣ１２３', ['abc1'], '[ＡＢＣ１]２３'],
    ['ban banban', ['banb'], 'ban [banb]an'],
    ['aaaa', ['aaa'], '[aaaa]'],
    ['สมชาย ใจดี', ['ชาย'], 'สม[ชาย] ใจดี'],
    ['CF26 P9', ['26'], 'CF26 P9'],
    ['Ana Nava', ['na'], 'Ana [Na]va'],
    ['𝒜na', ['ana'], '[𝒜na]'],
    ['nothing', ['xyz', ''], 'nothing'],
  ])('in %s is %s', (text, sought, expected) => {
    expect(marked(text, ...sought)).toBe(expected);
    expect(
      stretches(text, sought)
        .map((one) => one.text)
        .join(''),
    ).toBe(text);
  });

  it('is what each column is searched for, and nothing of what must not be or is left out', () => {
    const found = needles(
      part(['Ibáñez']),
      part(['77'], { filter: 'number' }),
      part(['no'], { not: true }),
      part(['wrong'], { counts: false }),
      part(['unknown'], { filter: 'status' }),
    );
    expect(found).toEqual({
      name: ['ibanez'],
      payee: ['ibanez'],
      number: ['ibanez', '77'],
      gateway: ['ibanez', '77'],
      channel: [],
      account: [],
    });
  });

  it('is a number without its separators too', () => {
    expect(needles(part(['646']), part(['180'])).number).toEqual(['646', '180', '646180']);
    expect(needles(part(['646-180'])).number).toContain('646180');
    expect(needles(part(['646']), part(['ana'])).number).toEqual(['646', 'ana']);
  });
});
