// What customers are told about an order. One file a language, chosen for each customer, not for the window.
import en from './en.json';
import es from './es.json';
import sw from './sw.json';
import th from './th.json';
import zh from './zh.json';

/** The id of a sentence. */
export type AnswerId = keyof typeof en;

export const answerTexts = { en, es, zh, th, sw } as const satisfies Record<string, Record<AnswerId, string>>;

/** A language that a customer can be answered in. */
export type AnswerLanguage = keyof typeof answerTexts;

export const answerLanguages = Object.keys(answerTexts) as AnswerLanguage[];

/** How figures and dates are written in each, and what its speakers call it. */
export const answerLocales: Record<AnswerLanguage, { locale: string; name: string }> = {
  en: { locale: 'en-GB', name: 'English' },
  es: { locale: 'es-MX', name: 'Español' },
  zh: { locale: 'zh-CN', name: '中文' },
  th: { locale: 'th-TH', name: 'ไทย' },
  sw: { locale: 'sw-TZ', name: 'Kiswahili' },
};

/** The language most customers of a country speak, as far as there are texts in it. */
export function languageOf(country: string): AnswerLanguage {
  return spoken[country] ?? 'en';
}

const spoken: Readonly<Record<string, AnswerLanguage>> = {
  MX: 'es',
  CO: 'es',
  PE: 'es',
  CL: 'es',
  AR: 'es',
  TZ: 'sw',
  KE: 'sw',
  TH: 'th',
  CN: 'zh',
};
