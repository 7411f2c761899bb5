// Orders as a table of texts, for the clipboard and for files. Pure. Amounts are the exact texts of the ledger, times
// are UTC in RFC 3339: a spreadsheet must not read anything into them.

/** A line of headers, and lines of cells. */
export type Sheet = { headers: readonly string[]; rows: readonly (readonly string[])[] };

/**
 * Cells that a spreadsheet would take for a formula get an apostrophe (ASVS 1.2.10); so do those that begin with one
 * already, so that taking it off again gives back what was there.
 */
const HARMFUL = /^['=+\-@\t\r\n\0＝＋－＠]/u;

/**
 * Where the list separator is `;`, a spreadsheet parts our lines there, and at breaks: what would be a formula behind such
 * a mark gets an apostrophe too, past spaces, quotation marks and apostrophes that were there.
 */
const HARMFUL_INSIDE = /([;\t\r\n])(?=[ "']*[=+\-@＝＋－＠])/gu;

const guarded = (cell: string): string =>
  `${HARMFUL.test(cell) ? "'" : ''}${cell.replace(HARMFUL_INSIDE, "$1'")}`;

/** Tab-separated, as spreadsheets take it from the clipboard. Breaks within a cell become spaces. */
export const tabSeparated = ({ headers, rows }: Sheet): string =>
  [headers, ...rows]
    .map((cells) => cells.map((cell) => guarded(cell).replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');

/** RFC 4180: quoted where needed, lines end with CR LF. */
export const commaSeparated = ({ headers, rows }: Sheet): string =>
  [headers, ...rows].map((cells) => `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`).join('');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
