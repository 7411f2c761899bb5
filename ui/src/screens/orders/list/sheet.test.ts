import { describe, expect, it } from 'vitest';
import harmlessCells from './harmless-cells.json';
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

  // The shell writes files by the same rule, held against the same table (`src-tauri/src/export/cells.rs`).
  it.each(harmlessCells)('writes $text as the common table says', ({ text, csv }) => {
    expect(inCsv(text)).toBe(csv);
  });

  it.each(harmlessCells.filter(({ csv }) => csv.replace('"', '').startsWith("'")))(
    'makes $text harmless on the clipboard too, so that taking the apostrophe off gives it back',
    ({ text }) => {
      expect(inTsv(text).startsWith(`'${text.charAt(0).replace(/[\t\r\n]/, ' ')}`)).toBe(true);
    },
  );

  it('quotes what would break a line or a cell', () => {
    expect(inCsv('Ana "La Güera", Pérez')).toBe('"Ana ""La Güera"", Pérez"');
    expect(inCsv('two\r\nlines')).toBe('"two\r\nlines"');
    expect(inTsv('two\r\nlines\tand a tab')).toBe('two lines and a tab');
  });
});
