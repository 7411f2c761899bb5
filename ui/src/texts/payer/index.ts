// What payers read. A language is one file with the same ids; it is chosen for each message, not for the window.
import en from './en.json';

export const payerTexts = { en } as const satisfies Record<string, Record<keyof typeof en, string>>;

/** A language that a payer can be written to in. */
export type PayerLanguage = keyof typeof payerTexts;

export const payerLanguages = Object.keys(payerTexts) as PayerLanguage[];
