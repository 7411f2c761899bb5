import type { IntlShape } from 'react-intl';
import type { FieldProblemView, FieldWarningView } from '../ipc';
import { amountText } from '../parts';
import type { TextId } from '../texts';
import { knownText } from './lookup';

/** Which values of a finding are amounts, to be shown with the currency. */
const amounts: Readonly<Record<string, readonly string[]>> = {
  below_minimum: ['min'],
  above_maximum: ['max'],
};

/** What is wrong with a field, with the limit, as a sentence for its error line. */
export const problemText = (
  intl: IntlShape,
  problem: Omit<FieldProblemView, 'field'>,
  currency: string,
): string => sentence(intl, `drafts.problem.${problem.code}`, 'drafts.problem.other', problem, currency);

/** What is odd about a field, as a sentence below it. */
export const warningText = (
  intl: IntlShape,
  warning: Omit<FieldWarningView, 'field'>,
  currency: string,
): string => sentence(intl, `drafts.warning.${warning.code}`, 'drafts.warning.other', warning, currency);

function sentence(
  intl: IntlShape,
  id: string,
  fallback: TextId,
  finding: { code: string; values: Readonly<Record<string, string>> },
  currency: string,
): string {
  const facts = Object.fromEntries(
    Object.entries(finding.values).map(([name, value]) => [
      name,
      amounts[finding.code]?.includes(name) === true
        ? `${amountText(intl.locale, value)} ${currency}`
        : value,
    ]),
  );
  return knownText(intl, id, fallback, { code: finding.code, ...facts });
}
