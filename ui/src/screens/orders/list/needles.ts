// Where in a text what is searched for stands, as blind to case, accents and width as the search is. Pure.
import type { SearchReading } from '../../../ipc';

/** The columns in which it is marked. */
export type MarkedColumn = 'name' | 'payee' | 'number' | 'gateway' | 'channel' | 'account';

/** What is marked, column by column; folded. */
export type Needles = Readonly<Record<MarkedColumn, readonly string[]>>;

const columnsOf: Readonly<Record<string, readonly MarkedColumn[]>> = {
  name: ['name'],
  payee: ['payee'],
  number: ['number', 'gateway'],
  channel: ['channel'],
  account: ['account'],
};
const everywhere: readonly MarkedColumn[] = ['name', 'payee', 'number', 'gateway'];

/** What a search asks for in the columns. */
export function needlesOf(reading: SearchReading | undefined): Needles {
  const needles: Record<MarkedColumn, string[]> = {
    name: [],
    payee: [],
    number: [],
    gateway: [],
    channel: [],
    account: [],
  };
  const parts = reading?.parts.filter(({ counts, not }) => counts && !not) ?? [];
  for (const { filter, values } of parts) {
    const columns = filter === null ? everywhere : (columnsOf[filter] ?? []);
    for (const column of columns) needles[column].push(...values.map((value) => folded(value).text));
  }
  const joined = joinedNumber(parts.flatMap(({ filter, values }) => (filter === null ? values : [])));
  if (joined !== undefined) for (const column of everywhere) needles[column].push(joined);
  return needles;
}

/** Words that are all groups of one number are searched as that number too. */
function joinedNumber(words: readonly string[]): string | undefined {
  const typed = words.join('');
  const digits = typed.replace(/\D/g, '');
  return /^[\d\s\-./+()]+$/.test(typed) && digits.length >= 6 ? digits : undefined;
}

/** A stretch of a text, marked or not. */
export type Stretch = { at: number; text: string; hit: boolean };

/** Shorter fragments are only looked for where a word begins. */
const ANYWHERE = 3;

/** The text in stretches: what was searched for, and what stands between. */
export function stretches(text: string, needles: readonly string[]): Stretch[] {
  const { text: haystack, places } = folded(text);
  const hit = new Array<boolean>(text.length).fill(false);
  for (const needle of needles) {
    if (needle === '') continue;
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
      if (needle.length < ANYWHERE && /[\p{L}\p{N}]$/u.test(haystack.slice(0, at))) continue;
      const end = places[at + needle.length] ?? text.length;
      hit.fill(true, places[at], end);
    }
  }
  const found: Stretch[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = found.at(-1);
    if (last === undefined || last.hit !== hit[at])
      found.push({ at, text: text[at] ?? '', hit: hit[at] ?? false });
    else last.text += text[at];
  }
  return found;
}

/** A text without case, accents and width, and where each of its units stands in the one that it was made of. */
function folded(text: string): { text: string; places: number[] } {
  let out = '';
  const places: number[] = [];
  let at = 0;
  for (const sign of text) {
    const plain = sign
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase();
    for (let unit = 0; unit < plain.length; unit += 1) places.push(at);
    out += plain;
    at += sign.length;
  }
  return { text: out, places };
}
