import { numberFormat } from './formats';

/** Decimal text with a point: how amounts cross IPC. */
export type DecimalText = string;

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/**
 * An exact amount in the person's spelling. At least two decimals, all that it has; digits are moved as text and
 * never through a float. A text that is no decimal is shown as it is: hiding it would hide a fault.
 */
export function amountText(locale: string, value: DecimalText): string {
  if (!DECIMAL.test(value)) return value;
  const fraction = value.split('.')[1]?.replace(/0+$/, '') ?? '';
  const format = numberFormat(locale, {
    minimumFractionDigits: Math.max(2, fraction.length),
    maximumFractionDigits: Math.max(2, fraction.length),
  });
  // Since ES2023 `format` takes decimal text and keeps every digit.
  return format.format(value as Intl.StringNumericLiteral);
}
