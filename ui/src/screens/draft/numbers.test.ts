import { describe, expect, it } from 'vitest';
import { findNumbers, isCard, isClabe } from './numbers';

const CLABE = '646180000030056845';
const CARD = '4152313099998882';

describe('check digits', () => {
  it('tells a CLABE from one with a digit mistyped', () => {
    expect(isClabe(CLABE)).toBe(true);
    for (let at = 0; at < 18; at += 1) {
      const digit = (Number(CLABE[at]) + 1) % 10;
      expect(isClabe(`${CLABE.slice(0, at)}${digit}${CLABE.slice(at + 1)}`), String(at)).toBe(false);
    }
    expect(isClabe(CLABE.slice(1))).toBe(false);
  });

  it('tells a card from one with a digit mistyped', () => {
    expect(isCard('4111111111111111')).toBe(true);
    expect(isCard('4111111111111112')).toBe(false);
    expect(isCard(CARD.slice(1))).toBe(false);
  });
});

describe('numbers in pasted texts', () => {
  it.each([
    [CLABE],
    ['646 180 00003005684 5'],
    ['646-180-00003005684-5'],
    [`Hola, mi CLABE es ${CLABE}, gracias. Banco STP`],
    ['646\u00a0180\u00a000003005684\u200b5'],
    [`${CLABE} 1500.00`],
    [`1500 ${CLABE}`],
    [`\u202a${CLABE}\u202c`],
  ])('finds the CLABE in %j', (text) => {
    expect(findNumbers(text)[0]).toEqual({ kind: 'clabe', digits: CLABE });
  });

  it('finds a card in groups of four', () => {
    expect(findNumbers('tarjeta 4111 1111 1111 1111 vence 12/29')[0]).toEqual({
      kind: 'card',
      digits: '4111111111111111',
    });
  });

  it('finds a telephone', () => {
    expect(findNumbers('Tel. +255 721 323 213')).toEqual([{ kind: 'phone', digits: '255721323213' }]);
  });

  it('keeps two numbers apart, so that nobody is paid by guess', () => {
    const found = findNumbers(`${CLABE}\n4111111111111111`);
    expect(found.map(({ kind }) => kind)).toEqual(['clabe', 'card']);
  });

  it('names a number with a wrong check digit for what it is: digits', () => {
    expect(findNumbers('646180000030056846')).toEqual([{ kind: 'digits', digits: '646180000030056846' }]);
  });

  it('finds nothing in words', () => {
    expect(findNumbers('pay Maria 500')).toEqual([]);
  });
});
