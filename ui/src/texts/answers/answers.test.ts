import { describe, expect, it } from 'vitest';
import { type AnswerId, answerLanguages, answerLocales, answerTexts, languageOf } from '.';

const ids = Object.keys(answerTexts.en) as AnswerId[];
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** Words of the trade, of gateways and of ours, that no customer should have to read. */
const INTERNAL =
  /gateway|callback|api\b|status|unknown|pending|abandon|provisional|cashfast|cashy|query|desconocid|estado|pasarela|网关|状态|เกตเวย์|สถานะ/i;

describe('the answers', () => {
  it.each(answerLanguages)('in %s have every sentence, with every placeholder', (language) => {
    const texts = answerTexts[language];
    expect(Object.keys(texts).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      expect(texts[id].trim(), id).toBe(texts[id]);
      expect(texts[id].length, id).toBeGreaterThan(5);
      expect(placeholders(texts[id]), id).toEqual(placeholders(answerTexts.en[id]));
    }
  });

  it.each(answerLanguages)('in %s have no words of the trade', (language) => {
    for (const id of ids) expect(answerTexts[language][id], id).not.toMatch(INTERNAL);
  });

  it('are really in their languages: no sentence is left as another one', () => {
    for (const id of ids) {
      const all = answerLanguages.map((language) => answerTexts[language][id]);
      expect(new Set(all).size, id).toBe(all.length);
    }
  });

  it('write numbers and dates as their speakers do', () => {
    const day = Date.UTC(2026, 10, 22, 12);
    const shown = answerLanguages.map((language) =>
      new Intl.DateTimeFormat(answerLocales[language].locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
        day,
      ),
    );
    expect(shown).toEqual([
      '22 November 2026',
      '22 de noviembre de 2026',
      '2026年11月22日',
      '22 พฤศจิกายน 2569',
      '22 Novemba 2026',
    ]);
  });

  it('begin in the language of the market', () => {
    expect(['MX', 'TZ', 'TH', 'BR', ''].map(languageOf)).toEqual(['es', 'sw', 'th', 'en', 'en']);
  });
});
