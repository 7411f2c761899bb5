// Formatters of dates, times and numbers. To make one costs WebKit up to a millisecond, and a page shows dozens: each is
// made once.

function once<Options, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: string, options: Options, besides = ''): Format => {
    const name = `${locale} ${besides} ${JSON.stringify(options)}`;
    const known = made.get(name);
    if (known !== undefined) return known;
    const format = make(locale, options);
    made.set(name, format);
    return format;
  };
}

const dates = once((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));

/**
 * Dates and times; without a zone in the person's own, also when this computer has been moved to another one meanwhile.
 *
 * @throws RangeError for a zone that this WebKit does not know.
 */
export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  dates(locale, options, options.timeZone === undefined ? String(new Date().getTimezoneOffset()) : '');

export const numberFormat = once(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);

export const relativeTimeFormat = once(
  (locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);
