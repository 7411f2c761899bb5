import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en } from '../texts';
import { isReasonCode, reasonText } from './reasonText';

const intl = createIntl({ locale: 'en', messages: en });

/** What the gateways' crate and the desk's transport record (RefusalKind, Evidence, NoConnection, Lost). */
const codes = [
  'address_not_allowed',
  'bad_signature',
  'unknown_merchant',
  'bad_field',
  'bad_request',
  'not_json',
  'not_an_envelope',
  'contradiction',
  'gateway_error',
  'unlisted',
  'other_order',
  'redirected',
  'silent',
  'closed',
  'not_http',
  'too_large',
  'crashed',
  'dns',
  'refused',
  'connect_timeout',
  'unreachable',
  'tls',
  'tls_expired',
  'tls_wrong_host',
  'tls_untrusted',
  'tls_too_old',
  'tls_not_tls',
  'tls_closed',
  'unsendable',
];

describe('a reason', () => {
  it.each(codes)('%s is explained, with the next step', (code) => {
    expect(isReasonCode(code)).toBe(true);
    const told = reasonText(intl, code, 'bankId');
    expect(told?.what).not.toContain(code);
    expect(told?.next).toMatch(/\.$/);
  });

  it('names the field where the gateway does', () => {
    expect(reasonText(intl, 'bad_field', 'bankId')?.what).toContain('bankId');
    expect(reasonText(intl, 'bad_field', null)?.what).not.toContain('{');
  });

  it('shows a code that nobody foresaw', () => {
    expect(reasonText(intl, 'brand_new', null)?.what).toContain('brand_new');
    expect(reasonText(intl, null, null)).toBeNull();
  });
});
