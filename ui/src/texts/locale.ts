/** Languages that have texts. Numbers and dates follow the same language: half a language reads worse than one. */
const spoken = ['en'];

/** The person's first language that has texts, with its region (`en-GB`); else English as written in most places. */
export function chooseLocale(wanted: readonly string[]): string {
  return wanted.find((tag) => spoken.includes(tag.split('-')[0]?.toLowerCase() ?? '')) ?? 'en-GB';
}
