import { describe, expect, it } from 'vitest';
import { commaSeparated, tabSeparated } from './sheet';

const one = (cell: string) => ({ headers: ['H'], rows: [[cell]] });
const inCsv = (cell: string) => commaSeparated(one(cell)).slice('H\r\n'.length, -2);
const inTsv = (cell: string) => tabSeparated(one(cell)).slice('H\n'.length);

describe('a sheet', () => {
  it('has its headers first and one line for each row', () => {
    const sheet = {
      headers: ['Number', 'Amount'],
      rows: [
        ['A1', '40.2'],
        ['A2', '5150.0001'],
      ],
    };
    expect(tabSeparated(sheet)).toBe('Number\tAmount\nA1\t40.2\nA2\t5150.0001');
    expect(commaSeparated(sheet)).toBe('Number,Amount\r\nA1,40.2\r\nA2,5150.0001\r\n');
  });

  it('keeps every digit', () => {
    expect(inCsv('922337203685477.5807')).toBe('922337203685477.5807');
    expect(inCsv('000123')).toBe('000123');
  });

  it.each(['=1+1', '+52 55', '-5', '@SUM(A1)', '\tx', '\rx', '\nx', '\0x', "'x", '＝1'])(
    'makes %j harmless, so that taking the apostrophe off gives it back',
    (cell) => {
      const csv = inCsv(cell);
      const bare = csv.startsWith('"') ? csv.slice(1, -1) : csv;
      expect(bare).toBe(`'${cell}`);
      expect(inTsv(cell).startsWith("'")).toBe(true);
    },
  );

  it('quotes what would break a line or a cell', () => {
    expect(inCsv('Ana "La Güera", Pérez')).toBe('"Ana ""La Güera"", Pérez"');
    expect(inCsv('two\r\nlines')).toBe('"two\r\nlines"');
    expect(inTsv('two\r\nlines\tand a tab')).toBe('two lines and a tab');
  });
});
