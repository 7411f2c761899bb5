// A little of the search grammar, enough for tests and the look-at page. The real one is src-tauri/crates/query.
import type { CompletionView, OrderSummaryView, SearchEdit, SearchPart, SearchReading } from '../bindings';

const statuses = ['open', 'final', 'prepared', 'unknown', 'refused', 'waiting', 'processing', 'succeeded'];

/** The filters, each with the values that it offers. */
const offered: Readonly<Record<string, readonly string[]>> = {
  status: [...statuses, 'failed', 'returned', 'expired', 'not_sent', 'given_up', 'cancelled', 'sending'],
  amount: [],
  from: ['today', 'yesterday', '-7d', '-30d'],
  to: ['today', 'yesterday', '-7d', '-30d'],
  on: ['today', 'yesterday', '-7d', '-30d'],
  account: [],
  direction: ['collect', 'payout'],
  channel: [],
  name: [],
  number: [],
  label: [],
  is: ['needs_person', 'starred'],
};

type Known = Readonly<Record<string, readonly string[]>>;

const final = ['refused', 'succeeded', 'failed', 'returned', 'expired', 'abandoned', 'cancelled'];
const wordOf = (status: string) => ({ pending: 'waiting', abandoned: 'given_up' })[status] ?? status;

const spelled = (value: string): string =>
  /[\s,"]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value;

const plainOf = (filter: string | null, not: boolean, values: readonly string[]): string =>
  `${not ? '-' : ''}${filter === null ? '' : `${filter}:`}${values.map(spelled).join(',')}`;

/** The parts of a text. */
function partsOf(text: string): SearchPart[] {
  return [...text.matchAll(/(?:[^\s"]|"(?:[^"]|"")*(?:"|$))+/g)].map((match) => {
    const not = match[0].startsWith('-');
    const whole = not ? match[0].slice(1) : match[0];
    const name = /^([a-z]+):/.exec(whole)?.[1] ?? '';
    const filter = name in offered ? name : null;
    const rest = filter === null ? whole : whole.slice(filter.length + 1);
    const cut = filter === null ? [rest] : (rest.match(/(?:[^,"]|"(?:[^"]|"")*(?:"|$))+/g) ?? []);
    const values = cut.map((value) => value.replace(/^"|"$/g, '').replaceAll('""', '"'));
    const fixed = filter === null ? [] : (offered[filter] ?? []);
    const right =
      values.length > 0 && (!['status', 'is'].includes(name) || values.every((one) => fixed.includes(one)));
    return {
      from: match.index,
      to: match.index + match[0].length,
      filter,
      plain: right ? plainOf(filter, not, values) : null,
      values: right ? values : [],
      not,
      counts: right,
    };
  });
}

/** How a text is read. */
export function fakeReading(text: string): SearchReading {
  const parts = partsOf(text);
  const wrong = parts.filter(({ counts }) => !counts);
  return {
    parts,
    mistakes: wrong.map(({ from, to, filter }) => ({
      from,
      to,
      code: 'unknown_value',
      details: { filter: filter ?? '' },
    })),
    hints: [],
  };
}

/** The text after a click on a filter. */
export function fakeEdited(text: string, edits: readonly SearchEdit[]): string {
  return edits.reduce((now, { filter, values, how }) => {
    const asked = plainOf(filter, false, values.map(wordOf));
    const parts = partsOf(now).map((part) => ({ ...part, text: now.slice(part.from, part.to) }));
    const rivals =
      filter === 'on' ? ['on', 'from', 'to'] : [filter, ...(/from|to/.test(filter) ? ['on'] : [])];
    const gone = (part: SearchPart) =>
      how === 'remove' ? part.plain === asked : how === 'set' && rivals.includes(part.filter ?? '');
    const at = parts.findIndex(gone);
    const added =
      how !== 'remove' && values.length > 0 && !parts.some(({ plain }) => plain === asked && how === 'add');
    const kept = parts.flatMap((part, nth) =>
      gone(part) ? (nth === at && added ? [asked] : []) : [part.text],
    );
    return [...kept, ...(added && at < 0 ? [asked] : [])].join(' ');
  }, text);
}

/** What can be typed at a place of a text. */
export function fakeCompletion(text: string, cursor: number, known: Known): CompletionView {
  const part = partsOf(text).find(({ from, to }) => from <= cursor && cursor <= to);
  if (part?.filter == null) {
    const from = part?.from ?? cursor;
    const begun = text.slice(from, cursor).toLowerCase();
    const names = Object.keys(offered).filter((name) => name.startsWith(begun));
    const suggestions = names.map((name) => ({ text: `${name}:`, isFilter: true }));
    return { from, to: part?.to ?? cursor, suggestions };
  }
  const colon = part.from + part.filter.length + 1;
  const from = Math.max(colon, text.lastIndexOf(',', cursor - 1) + 1);
  const comma = text.slice(from, part.to).indexOf(',');
  const to = comma < 0 ? part.to : from + comma;
  const begun = text.slice(from, cursor).replaceAll('"', '').toLowerCase();
  const values = [...(offered[part.filter] ?? []), ...(known[part.filter] ?? [])];
  const suggestions = values
    .filter((value) => value.toLowerCase().includes(begun) && value.toLowerCase() !== begun)
    .map((value) => ({ text: spelled(value), isFilter: false }));
  return { from, to, suggestions };
}

/** Whether an order is one of those that a text asks for. */
export function fakeMatch(text: string, order: OrderSummaryView, labels: readonly string[]): boolean {
  return partsOf(text).every((part) => {
    if (!part.counts) return true;
    const found = part.values.some((value) => holds(part.filter, value.toLowerCase(), order, labels));
    return found !== part.not;
  });
}

const bare = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

const DAY_MS = 86_400_000;

function holds(filter: string | null, value: string, order: OrderSummaryView, labels: readonly string[]) {
  const within = (...texts: (string | null)[]) => texts.some((one) => bare(one ?? '').includes(bare(value)));
  const made = Date.parse(order.createdAt);
  const word = wordOf(order.status);
  switch (filter) {
    case 'status':
      return word === value || value === (final.includes(order.status) ? 'final' : 'open');
    case 'direction':
      return order.direction === value;
    case 'channel':
      return order.channel?.toLowerCase() === value;
    case 'account':
      return order.accountName.toLowerCase() === value;
    case 'name':
      return within(order.name);
    case 'number':
      return within(order.number, order.gatewayNumber);
    case 'label':
      return labels.some((label) => label.toLowerCase() === value);
    case 'is':
      return value === 'starred' ? order.starred : order.needsPerson;
    case 'amount': {
      const [least = '', most = least] = value.replace(/^>=?/, '').split('..');
      const upTo = value.startsWith('>') ? '' : most;
      return (
        (least === '' || Number(order.amount) >= Number(least)) &&
        (upTo === '' || Number(order.amount) <= Number(upTo))
      );
    }
    case 'from':
      return made >= dayOf(value);
    case 'to':
      return made < dayOf(value) + DAY_MS;
    case 'on':
      return made >= dayOf(value) && made < dayOf(value) + DAY_MS;
    default:
      return within(order.number, order.gatewayNumber, order.name);
  }
}

/** The beginning of a day as typed. */
function dayOf(value: string): number {
  const today = new Date();
  today.setHours(0, 0, 0, 0);
  const back = /^-(\d+)d$/.exec(value)?.[1] ?? { today: '0', yesterday: '1' }[value];
  if (back !== undefined) return new Date(today).setDate(today.getDate() - Number(back));
  return new Date(`${value}T00:00:00`).getTime();
}
