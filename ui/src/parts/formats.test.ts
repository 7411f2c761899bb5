import { describe, expect, it, vi } from 'vitest';
import { dateFormat, numberFormat } from './formats';

describe('formatters', () => {
  it('are made once for the same wishes, and anew for others', () => {
    const short = dateFormat('en', { dateStyle: 'short' });
    expect(dateFormat('en', { dateStyle: 'short' })).toBe(short);
    expect(dateFormat('en', { dateStyle: 'medium' })).not.toBe(short);
    expect(dateFormat('es', { dateStyle: 'short' })).not.toBe(short);
    expect(numberFormat('en', { minimumFractionDigits: 2 }).format(1)).toBe('1.00');
    expect(numberFormat('en', { minimumFractionDigits: 3 }).format(1)).toBe('1.000');
  });

  it('follow a computer that is moved to another zone', () => {
    const offset = vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(0);
    const here = dateFormat('en', { timeStyle: 'short' });
    const inUtc = dateFormat('en', { timeStyle: 'short', timeZone: 'UTC' });
    offset.mockReturnValue(360);
    expect(dateFormat('en', { timeStyle: 'short' })).not.toBe(here);
    expect(dateFormat('en', { timeStyle: 'short', timeZone: 'UTC' })).toBe(inUtc);
  });

  it('refuse an unknown zone each time', () => {
    for (const _ of [1, 2]) expect(() => dateFormat('en', { timeZone: 'Mars' })).toThrow(RangeError);
  });
});
