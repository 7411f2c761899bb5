import type { IntlShape } from 'react-intl';
import type { Problem, Warning } from '../ipc';
import { amountText } from '../parts';

/** What is wrong with a field, with the limit, as a sentence for its error line. */
export function problemText(intl: IntlShape, problem: Problem, currency: string): string {
  const amount = (value: string) => `${amountText(intl.locale, value)} ${currency}`;
  switch (problem.code) {
    case 'below_minimum':
      return intl.formatMessage({ id: 'drafts.problem.below_minimum' }, { min: amount(problem.min) });
    case 'above_maximum':
      return intl.formatMessage({ id: 'drafts.problem.above_maximum' }, { max: amount(problem.max) });
    default:
      return intl.formatMessage({ id: `drafts.problem.${problem.code}` }, facts(problem));
  }
}

/** What is odd about a field, as a sentence below it. */
export function warningText(intl: IntlShape, warning: Warning): string {
  return intl.formatMessage({ id: `drafts.warning.${warning.code}` }, facts(warning));
}

function facts(finding: Problem | Warning): Record<string, string | number> {
  return Object.fromEntries(Object.entries(finding).filter(([, value]) => value !== null)) as Record<
    string,
    string | number
  >;
}
