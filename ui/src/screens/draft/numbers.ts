// Finds account numbers in whatever was pasted. It only recognises; what a number must look like is checked in Rust.

export type Found = { kind: 'clabe' | 'card' | 'phone' | 'digits'; digits: string };

/** Marks that nobody sees and that banks' pages and chat programs put into numbers. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
/** Digits, and what stands between them for the eye; a line break or a letter ends the number. */
const RUN = /\d(?:[ \u00A0\u2007\u202F()\u2010-\u2015\u2212-]{0,3}\d)*/gu;
const GAP = /\D+/u;
const FEWEST_DIGITS = 5;
const MOST_DIGITS = 32;

/** The digits of a text. */
export const digitsOf = (text: string): string => text.replace(/\D/gu, '');

/** Whether 18 digits are a CLABE by their check digit (weights 3, 7, 1; modulo 10). */
export function isClabe(digits: string): boolean {
  if (!/^\d{18}$/u.test(digits)) return false;
  const weights = [3, 7, 1];
  const sum = Array.from(digits.slice(0, 17)).reduce(
    (total, digit, at) => total + ((Number(digit) * (weights[at % 3] ?? 0)) % 10),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(digits[17]);
}

/** Whether 16 digits are a card number by their check digit (Luhn). */
export function isCard(digits: string): boolean {
  if (!/^\d{16}$/u.test(digits)) return false;
  const sum = Array.from(digits).reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** The numbers in a text, the surest kind first, each once. */
export function findNumbers(text: string): Found[] {
  const runs = text.replace(INVISIBLE, '').match(RUN) ?? [];
  const found = runs.flatMap(inRun);
  const rank = ['clabe', 'card', 'phone', 'digits'] as const;
  return found
    .filter(({ digits }, at) => found.findIndex((other) => other.digits === digits) === at)
    .sort((one, other) => rank.indexOf(one.kind) - rank.indexOf(other.kind));
}

/** A run may be an amount beside an account: parts of it that pass a check digit are the number. */
function inRun(run: string): Found[] {
  const groups = run.split(GAP).filter((group) => group !== '');
  const sure = groups.flatMap((_, from) =>
    groups.slice(from).flatMap((__, length): Found[] => {
      const digits = groups.slice(from, from + length + 1).join('');
      if (isClabe(digits)) return [{ kind: 'clabe', digits }];
      return isCard(digits) ? [{ kind: 'card', digits }] : [];
    }),
  );
  if (sure.length > 0) return sure;
  const digits = groups.join('');
  if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return [];
  return [{ kind: digits.length >= 9 && digits.length <= 13 ? 'phone' : 'digits', digits }];
}
