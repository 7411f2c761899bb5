// An amount as one would say it, so that a zero too many is heard. English; digits are only ever text.

const SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SCALES = ['', ' thousand', ' million', ' billion', ' trillion'];

/**
 * `1234.5` → "one thousand two hundred thirty-four and 50/100". `null` for what is no amount or too large to be
 * said: then no words are better than wrong ones.
 */
export function amountInWords(value: string): string | null {
  const match = /^0*(\d{1,15})(?:\.(\d{1,4}))?$/u.exec(value);
  if (match === null) return null;
  const whole = wholeInWords(match[1] ?? '0');
  const fraction = (match[2] ?? '').replace(/0+$/u, '');
  if (fraction === '') return whole;
  const shown = fraction.padEnd(2, '0');
  return `${whole} and ${shown}/1${'0'.repeat(shown.length)}`;
}

function wholeInWords(digits: string): string {
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const triples = padded.match(/\d{3}/gu) ?? [];
  const words = triples.flatMap((triple, at) => {
    const said = tripleInWords(triple);
    return said === '' ? [] : [`${said}${SCALES[triples.length - 1 - at] ?? ''}`];
  });
  return words.length === 0 ? 'zero' : words.join(' ');
}

function tripleInWords(triple: string): string {
  const [hundreds = 0, tens = 0, ones = 0] = Array.from(triple, Number);
  const below = tens < 2 ? SMALL[tens * 10 + ones] : `${TENS[tens]}${ones === 0 ? '' : `-${SMALL[ones]}`}`;
  return [
    ...(hundreds === 0 ? [] : [`${SMALL[hundreds]} hundred`]),
    ...(tens === 0 && ones === 0 ? [] : [below]),
  ].join(' ');
}
