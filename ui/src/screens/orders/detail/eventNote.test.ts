import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en } from '../../../texts';
import { eventNote } from './eventNote';

const intl = createIntl({ locale: 'en', messages: en });

describe('an event note', () => {
  it('says nothing where there is none', () => {
    expect(eventNote(intl, null)).toEqual({ explained: null, verbatim: null });
  });

  it("is left alone when it is a person's", () => {
    expect(eventNote(intl, 'called the bank {yes}')).toEqual({
      explained: null,
      verbatim: 'called the bank {yes}',
    });
    expect(eventNote(intl, '{"not":"ours"}').verbatim).toBe('{"not":"ours"}');
    expect(eventNote(intl, '{broken').verbatim).toBe('{broken');
  });

  it('is explained when it is a code', () => {
    const { explained, verbatim } = eventNote(intl, 'silent');
    expect(explained).toBe(en['sentences.reason.silent']);
    expect(verbatim).toBeNull();
  });

  it("is explained with the gateway's words beside it", () => {
    const refusal = '{"kind":{"kind":"bad_field","field":"bankId"},"code":"300","message":"bank?"}';
    expect(eventNote(intl, refusal)).toEqual({
      explained: 'The gateway did not take the field bankId.',
      verbatim: '300 bank?',
    });
    const evidence = '{"kind":"gateway_error","code":"500","message":"oops"}';
    expect(eventNote(intl, evidence).explained).toBe(en['sentences.reason.gateway_error']);
    expect(eventNote(intl, evidence).verbatim).toBe('500 oops');
  });

  it('explains an answer that was overtaken', () => {
    expect(eventNote(intl, 'overtaken').explained).toBe(en['sentences.reason.overtaken']);
  });

  it('tells that the passphrase let it pass a ceiling', () => {
    expect(eventNote(intl, 'above_ceiling_confirmed')).toEqual({
      explained: en['sentences.reason.above_ceiling_confirmed'],
      verbatim: null,
    });
  });

  it('says what "not found" is worth', () => {
    expect(eventNote(intl, 'not found: order not exist')).toEqual({
      explained: en['sentences.reason.not_found'],
      verbatim: 'order not exist',
    });
    expect(eventNote(intl, 'not found: ').verbatim).toBeNull();
  });

  it('names where a redirect pointed', () => {
    expect(eventNote(intl, 'redirect to evil.example')).toEqual({
      explained: en['sentences.reason.redirected'],
      verbatim: 'evil.example',
    });
  });

  it('explains what the program wrote beside a decision', () => {
    expect(eventNote(intl, 'replaces: CF1K; the first was lost')).toEqual({
      explained: 'Made in place of order CF1K.',
      verbatim: 'the first was lost',
    });
    expect(eventNote(intl, 'replaces: CF1K').verbatim).toBeNull();
    expect(eventNote(intl, 'replaced by: CF2K').explained).toBe('Order CF2K was made in its place.');
    expect(eventNote(intl, 'evidence: Rosa: she saw it')).toEqual({
      explained: en['sentences.note.evidence'],
      verbatim: 'Rosa: she saw it',
    });
    expect(eventNote(intl, 'restored from a backup of 2026-01-01T12:00:00Z').explained).toBe(
      en['sentences.note.restored'],
    );
  });
});
