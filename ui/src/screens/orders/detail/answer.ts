import type { FlagKind, OrderDetailView, StatusKind } from '../../../ipc';
import { amountText, zonedText } from '../../../parts';
import { type AnswerId, type AnswerLanguage, answerLocales, answerTexts } from '../../../texts/answers';

/**
 * Flags that nobody has looked at yet and that cast doubt on what the status says: the customer is told that it is being
 * looked into, and nothing else. Paid short or over is told by the amounts; provisional has words of its own.
 */
const doubts: Record<FlagKind, boolean> = {
  paid_short: false,
  paid_over: false,
  provisional: false,
  amount_differs: true,
  currency_differs: true,
  number_differs: true,
  merchant_differs: true,
  step_outside_table: true,
  unknown_status: true,
  refused_but_exists: true,
  several_found: true,
  amount_too_fine: true,
  abandoned_but_exists: true,
  paid_twice: true,
  // That it came back is what "returned" says; anywhere else it is odd.
  reversed: true,
};

/** Where the sentence tells when it came about, not when the order was made. */
const told: readonly StatusKind[] = ['succeeded', 'failed', 'returned'];

type Circumstances = {
  language: AnswerLanguage;
  /** The market's zone: the customer's clock. */
  zone: string;
  practice: boolean;
  /** Unix milliseconds: what is said holds as of now. */
  now: number;
};

/**
 * What to tell a customer who asks about an order: in their language, without words of the trade, and with no promise
 * about money that is not certain.
 */
export function answerText(order: OrderDetailView, { language, zone, practice, now }: Circumstances): string {
  const texts = answerTexts[language];
  const { locale } = answerLocales[language];
  const { summary, channelNumber } = order;
  const { status, amount, currency, number } = summary;
  const money = (value: string) => `${amountText(locale, value)} ${currency}`;
  const minute = (moment: number) =>
    zonedText(locale, moment, zone, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' });
  const day = (moment: number) => zonedText(locale, moment, zone, { dateStyle: 'long' });
  const id = sentenceOf(order);
  const isTold = told.includes(status) && !id.startsWith('doubt');
  const values: Readonly<Record<string, string>> = {
    amount: money(amount),
    paid: money(paidOf(order)),
    date: isTold ? minute(sinceWhen(order)) : day(Date.parse(summary.createdAt)),
    now: minute(now),
    number,
  };
  const line = (text: AnswerId, more: Readonly<Record<string, string>> = {}) =>
    // A function, so that a `$` in somebody's text means nothing.
    texts[text].replace(/\{(\w+)\}/g, (whole, name: string) => more[name] ?? values[name] ?? whole);
  const digits =
    summary.direction === 'payout' ? /\d{2,4}$/.exec(summary.accountMasked ?? '')?.[0] : undefined;
  return [
    ...(practice ? [line('practice')] : []),
    line(id),
    line('number'),
    ...(digits === undefined ? [] : [line('account', { digits })]),
    ...(channelNumber === null || channelNumber === ''
      ? []
      : [line('bank_number', { number: channelNumber })]),
    line('as_of'),
  ].join('\n');
}

/** The sentence that fits an order. */
export function sentenceOf(order: OrderDetailView): AnswerId {
  const { direction, status, flags, provisional, damaged, amount } = order.summary;
  const doubtful = flags.some((flag) => doubts[flag] && !(flag === 'reversed' && status === 'returned'));
  if (damaged || doubtful) return `doubt.${direction}`;
  if (status !== 'succeeded') return `${direction}.${status}`;
  if (provisional) return `${direction}.succeeded.provisional`;
  if (direction === 'collect' && exact(paidOf(order)) !== exact(amount)) return 'collect.succeeded.other';
  return `${direction}.succeeded`;
}

const paidOf = ({ receivedTotal, summary }: OrderDetailView): string =>
  receivedTotal ?? summary.actualAmount ?? summary.amount;

/** One spelling for one amount: `40`, `40.0` and `040.00` are the same. */
const exact = (value: string): string =>
  value
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

/** When the order came to stand where it does. */
function sinceWhen({ events, summary }: OrderDetailView): number {
  const step = events.findLast(
    ({ judgement, to, from }) => judgement === 'moves' && to === summary.status && from !== to,
  );
  return Date.parse(step?.at ?? summary.updatedAt);
}
