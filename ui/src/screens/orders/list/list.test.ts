import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en } from '../../../texts';
import { fitting, orderColumns } from './columns';
import { dayBefore, dayBegins, dayEnds, dayOf, daysAgo } from './days';
import { amountTyped, beginningOf, isNarrowed, queryOf, without } from './search';

describe('days', () => {
  it('begin at midnight here and end at the next', () => {
    expect(dayBegins('2026-11-22')).toBe(new Date(2026, 10, 22).toISOString());
    expect(dayEnds('2026-11-22')).toBe(new Date(2026, 10, 23).toISOString());
  });

  it('come back as they were typed', () => {
    expect(dayOf(dayBegins('2026-03-01'))).toBe('2026-03-01');
    expect(dayBefore(dayEnds('2026-12-31'))).toBe('2026-12-31');
  });

  it.each(['2026-02-30', '2026-13-01', '22.11.2026', '', 'today'])('%s is none', (text) => {
    expect(dayBegins(text)).toBeUndefined();
    expect(dayEnds(text)).toBeUndefined();
  });

  it('are counted across months', () => {
    expect(daysAgo(3, new Date(2026, 2, 2, 15))).toBe('2026-02-27');
  });
});

describe('search', () => {
  it('asks for everything, newest first, when nothing is set', () => {
    expect(queryOf({}, null)).toEqual({ text: null, accountId: null, sort: 'newest', limit: 100 });
  });

  it('is not narrowed by its order, nor by the day it stands at', () => {
    expect(isNarrowed({ sort: 'oldest', day: '2026-11-22' }, null)).toBe(false);
    expect(isNarrowed({}, 'acc-1')).toBe(true);
    expect(isNarrowed({ text: 'x' }, null)).toBe(true);
  });

  it('begins a day with its last order, or with its first when the oldest come first', () => {
    const [begins, ends] = [new Date(2026, 10, 22).getTime(), new Date(2026, 10, 23).getTime()];
    const at = (moment: number) => new Date(moment).toISOString();
    expect(beginningOf({ day: '2026-11-22' })).toEqual({ on: at(ends), back: at(ends - 1) });
    expect(beginningOf({ day: '2026-11-22', sort: 'oldest' })).toEqual({
      on: at(begins - 1),
      back: at(begins),
    });
    expect(beginningOf({ day: '2026-11-22', sort: 'largest' })).toBeUndefined();
    expect(beginningOf({ day: '2026-02-30' })).toBeUndefined();
    expect(beginningOf({})).toBeUndefined();
  });

  it('drops what is not chosen', () => {
    expect(without({ text: undefined, day: '2026-11-22' })).toEqual({ day: '2026-11-22' });
  });

  it.each([
    ['1234.50', '1234.50'],
    [' 7 ', '7'],
    ['0007', '7'],
    ['0.5', '0.5'],
  ])('reads the amount %s', (typed, amount) => {
    expect(amountTyped(typed)).toBe(amount);
  });

  it.each(['', '-1', '1e3', '1,5', '1.23456', 'NaN', '1.'])('reads no amount in %j', (typed) => {
    expect(amountTyped(typed)).toBeUndefined();
  });
});

describe('columns', () => {
  const columns = orderColumns(createIntl({ locale: 'en', messages: en }));
  const ids = (room: number) => fitting(columns, room).map(({ id }) => id);

  it('are all there where there is room', () => {
    expect(ids(200)).toEqual(columns.map(({ id }) => id));
  });

  it('give way one by one, in their order of importance', () => {
    for (let room = 150; room > 0; room -= 1) {
      const wider = ids(room + 1);
      expect(wider).toEqual(expect.arrayContaining(ids(room)));
    }
  });

  it('never lose what an order is known by', () => {
    expect(ids(1)).toEqual(['status', 'amount', 'number']);
  });
});
