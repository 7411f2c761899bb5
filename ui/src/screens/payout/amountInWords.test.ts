import { describe, expect, it } from 'vitest';
import { amountInWords } from './amountInWords';

describe('amounts in words', () => {
  it.each([
    ['0', 'zero'],
    ['7', 'seven'],
    ['10', 'ten'],
    ['19', 'nineteen'],
    ['20', 'twenty'],
    ['21', 'twenty-one'],
    ['40.00', 'forty'],
    ['99', 'ninety-nine'],
    ['100', 'one hundred'],
    ['101', 'one hundred one'],
    ['115', 'one hundred fifteen'],
    ['342', 'three hundred forty-two'],
    ['1000', 'one thousand'],
    ['1001', 'one thousand one'],
    ['10000', 'ten thousand'],
    ['15000', 'fifteen thousand'],
    ['150000', 'one hundred fifty thousand'],
    ['1000000', 'one million'],
    ['1000001', 'one million one'],
    ['3000000.00', 'three million'],
    ['2050300', 'two million fifty thousand three hundred'],
    [
      '922337203685477',
      'nine hundred twenty-two trillion three hundred thirty-seven billion two hundred three million six hundred eighty-five thousand four hundred seventy-seven',
    ],
    ['1234.5', 'one thousand two hundred thirty-four and 50/100'],
    ['1234.05', 'one thousand two hundred thirty-four and 05/100'],
    ['0.50', 'zero and 50/100'],
    ['5.125', 'five and 125/1000'],
    ['5.0001', 'five and 0001/10000'],
    ['0012', 'twelve'],
  ])('says %s as %s', (value, words) => {
    expect(amountInWords(value)).toBe(words);
  });

  it.each(['', '-1', '1,000', '1e3', '1.00001', '1234567890123456', '1.', ' 1'])(
    'says nothing for %j',
    (value) => {
      expect(amountInWords(value)).toBeNull();
    },
  );

  it('says every number below a thousand differently', () => {
    const all = Array.from({ length: 1000 }, (_, value) => amountInWords(String(value)));
    expect(new Set(all).size).toBe(1000);
  });
});
