import type { IntlShape } from 'react-intl';

const KILOBYTE = 1000;
const MEGABYTE = 1000 * KILOBYTE;

/** How large a file is, in words: `84 kB`. */
export function fileSize(intl: IntlShape, bytes: number): string {
  const [size, unit] =
    bytes >= MEGABYTE
      ? [bytes / MEGABYTE, 'megabyte']
      : bytes >= KILOBYTE
        ? [bytes / KILOBYTE, 'kilobyte']
        : [bytes, 'byte'];
  return intl.formatNumber(size, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
  });
}
