import type { IntlShape } from 'react-intl';
import type { DraftReport, DraftRequest, OrderSummaryView, PayoutChecks, ProductView } from '../../ipc';
import { amountText, type Tone } from '../../parts';
import { fieldByRole } from '../draft';
import { isCard, isClabe } from '../draft/numbers';

/** One thing that is known about a payout before it is sent. `bad` ones stop it. */
export type Finding = { id: string; tone: Tone; text: string; orders?: readonly OrderSummaryView[] };

type Facts = {
  report: DraftReport;
  draft: DraftRequest;
  product: ProductView;
  currency: string;
  /** The given-up order that it takes the place of. */
  replaces: string | null;
};

/** What is known, the gravest first. The words are made here; what is true was found in Rust. */
export function findingsOf(intl: IntlShape, facts: Facts): Finding[] {
  const all = [...stops(intl, facts), ...doubts(intl, facts), ...payee(intl, facts), ...number(intl, facts)];
  const rank: readonly Tone[] = ['bad', 'warn', 'plain', 'wait', 'good'];
  return all.sort((one, other) => rank.indexOf(one.tone) - rank.indexOf(other.tone));
}

/** Whether the payout cannot go on to its review. */
export const isStopped = ({ payout }: DraftReport, replaces: string | null): boolean =>
  payout !== null &&
  (payout.unknownTwin !== null || (payout.abandonedTwin !== null && payout.abandonedTwin.id !== replaces));

/** Whether it is above a ceiling: it takes the passphrase. */
export const isAboveCeiling = ({ payout }: DraftReport): boolean =>
  payout !== null && (payout.aboveCeiling !== null || payout.dayCeiling?.above === true);

const money = (intl: IntlShape, value: string, currency: string): string =>
  `${amountText(intl.locale, value)} ${currency}`;

const day = (intl: IntlShape, at: string): string =>
  intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });

function stops(intl: IntlShape, { report: { payout }, currency, replaces }: Facts): Finding[] {
  if (payout === null) return [];
  const { unknownTwin, abandonedTwin } = payout;
  // The one that stops it is not told of once more, as something that a reason would get past.
  const sameWithinDay = payout.sameWithinDay.filter(({ id }) => id !== unknownTwin?.id);
  return [
    ...(unknownTwin === null
      ? []
      : [
          {
            id: 'twin',
            tone: 'bad' as const,
            text: intl.formatMessage({ id: 'payout.check.twin' }),
            orders: [unknownTwin],
          },
        ]),
    ...(abandonedTwin === null || abandonedTwin.id === replaces
      ? []
      : [
          {
            id: 'abandoned_twin',
            tone: 'bad' as const,
            text: intl.formatMessage({ id: 'payout.check.abandoned' }),
            orders: [abandonedTwin],
          },
        ]),
    ...ceilings(intl, payout, currency),
    ...(sameWithinDay.length === 0
      ? []
      : [
          {
            id: 'same_day',
            tone: 'warn' as const,
            text: intl.formatMessage(
              { id: 'payout.check.same_day' },
              { when: day(intl, sameWithinDay[0]?.createdAt ?? '') },
            ),
            orders: sameWithinDay,
          },
        ]),
  ];
}

function ceilings(intl: IntlShape, { aboveCeiling, dayCeiling }: PayoutChecks, currency: string): Finding[] {
  const warn = (id: string, text: string): Finding => ({ id, tone: 'warn', text });
  const ceiling = money(intl, aboveCeiling ?? '0', currency);
  const day = {
    used: money(intl, dayCeiling?.used ?? '0', currency),
    max: money(intl, dayCeiling?.max ?? '0', currency),
  };
  return [
    ...(aboveCeiling === null
      ? []
      : [warn('ceiling', intl.formatMessage({ id: 'payout.check.ceiling' }, { ceiling }))]),
    ...(dayCeiling?.near !== true
      ? []
      : [
          warn(
            'day_ceiling',
            intl.formatMessage(
              { id: `payout.check.day_ceiling.${dayCeiling.above ? 'above' : 'near'}` },
              day,
            ),
          ),
        ]),
  ];
}

function doubts(intl: IntlShape, { report: { payout }, currency }: Facts): Finding[] {
  if (payout === null) return [];
  const known = new Set(payout.sameWithinDay.map(({ id }) => id));
  const week = payout.sameWithinWeek.filter(({ id }) => !known.has(id));
  const largest = money(intl, payout.largestBefore ?? '0', currency);
  const warn = (id: string, text: string, orders?: readonly OrderSummaryView[]): Finding => ({
    id,
    tone: 'warn',
    text,
    ...(orders === undefined ? {} : { orders }),
  });
  return [
    ...(payout.exceedsBalance ? [warn('balance', intl.formatMessage({ id: 'payout.check.balance' }))] : []),
    ...(week.length === 0
      ? []
      : [
          warn(
            'same_week',
            intl.formatMessage(
              { id: 'payout.check.same_week' },
              { when: day(intl, week[0]?.createdAt ?? '') },
            ),
            week,
          ),
        ]),
    ...(payout.tenTimes
      ? [warn('ten_times', intl.formatMessage({ id: 'payout.check.ten_times' }, { largest }))]
      : []),
    ...(payout.unusuallyLarge && !payout.tenTimes
      ? [warn('large', intl.formatMessage({ id: 'payout.check.large' }, { largest }))]
      : []),
    ...(payout.otherNames.length === 0
      ? []
      : [
          warn(
            'names',
            intl.formatMessage(
              { id: 'payout.check.other_names' },
              { names: payout.otherNames.join(intl.formatMessage({ id: 'payout.check.names_join' })) },
            ),
          ),
        ]),
  ];
}

function payee(intl: IntlShape, { report, product, currency }: Facts): Finding[] {
  const { payout, tidied } = report;
  const account = fieldByRole(product, 'payee_account');
  if (payout === null || account === undefined || tidied[account.name] === undefined) return [];
  if (!payout.paidBefore) {
    return [{ id: 'new', tone: 'plain', text: intl.formatMessage({ id: 'payout.check.new' }) }];
  }
  return [
    {
      id: 'known',
      tone: 'good',
      text: intl.formatMessage(
        { id: payout.largestBefore === null ? 'payout.check.known' : 'payout.check.known_largest' },
        {
          when: payout.lastPaidAt === null ? '' : day(intl, payout.lastPaidAt),
          largest: money(intl, payout.largestBefore ?? '0', currency),
        },
      ),
    },
  ];
}

/** The check digit, and the bank that the number names. */
function number(intl: IntlShape, { report, draft, product }: Facts): Finding[] {
  const account = fieldByRole(product, 'payee_account');
  const value = account === undefined ? undefined : report.tidied[account.name];
  if (account === undefined || value === undefined) return [];
  const rule = account.digitsWhen.find(
    (other) => draft.fields[other.field] === other.value && other.digits === value.length,
  );
  const wrong = [...report.problems, ...report.warnings].some(({ field }) => field === account.name);
  const fits = rule !== undefined && !wrong && (isClabe(value) || isCard(value));
  const odd = report.warnings.some(({ field, code }) => field === account.name && code === 'check_digit');
  return [
    ...(odd
      ? [{ id: 'digit', tone: 'warn' as const, text: intl.formatMessage({ id: 'payout.check.digit_odd' }) }]
      : []),
    ...(fits
      ? [{ id: 'digit', tone: 'good' as const, text: intl.formatMessage({ id: 'payout.check.digit' }) }]
      : []),
    ...(report.bankByAccount === null
      ? []
      : [
          {
            id: 'bank',
            tone: report.warnings.some(({ code }) => code === 'other_bank')
              ? ('warn' as const)
              : ('plain' as const),
            text: intl.formatMessage({ id: 'payout.check.bank' }, { bank: report.bankByAccount }),
          },
        ]),
  ];
}
