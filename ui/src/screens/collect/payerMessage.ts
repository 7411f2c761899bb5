import type { OrderDetailView } from '../../ipc';
import { amountText, dateFormat } from '../../parts';
import { type PayerLanguage, payerTexts } from '../../texts/payer';

/**
 * A message to the payer, ready to be sent: in the payer's language, which need not be the window's. Long numbers
 * stand without gaps, for they will be copied out of it.
 */
export function payerMessage(order: OrderDetailView, ends: number | null, language: PayerLanguage): string {
  const texts = payerTexts[language];
  const { payUrl, payCode, reference, concept, bankName, summary } = order;
  const line = (id: keyof typeof texts, value: string | null) =>
    // A function, so that a `$` in a gateway's text means nothing.
    value === null ? [] : [texts[id].replace('{value}', () => value)];
  return [
    ...line('amount', `${amountText(language, summary.amount)} ${summary.currency}`),
    ...line('link', payUrl),
    ...line('code', payCode),
    ...line('bank', bankName),
    ...line('reference', reference),
    ...line('concept', concept),
    ...line('until', ends === null ? null : untilText(language, ends)),
    ...line('number', summary.number),
  ].join('\n');
}

const untilText = (language: PayerLanguage, ends: number): string =>
  dateFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(ends);
