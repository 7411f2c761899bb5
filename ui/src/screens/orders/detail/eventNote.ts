import type { IntlShape } from 'react-intl';
import { isReasonCode, reasonText } from '../../../words';

/** What a line of the history says beside its step. */
export type EventNote = {
  /** Our explanation of a code. */
  explained: string | null;
  /** Somebody's own words: the gateway's, a person's. */
  verbatim: string | null;
};

/**
 * Reads an event's note. It is either somebody's words, or a code of the program's, alone (`silent`) or with the
 * gateway's code and message (`{"kind":"gateway_error","code":"500",…}`, `{"kind":{"kind":"bad_field",…},…}`).
 */
export function eventNote(intl: IntlShape, note: string | null): EventNote {
  if (note === null || note === '') return { explained: null, verbatim: null };
  const written = writtenByUs(intl, note);
  if (written !== null) return written;
  const coded = codeOf(note);
  if (coded === null) return { explained: null, verbatim: note };
  return {
    explained: reasonText(intl, coded.code, coded.field)?.what ?? null,
    verbatim: coded.words,
  };
}

/** Notes that the program writes beside what a person has decided. */
function writtenByUs(intl: IntlShape, note: string): EventNote | null {
  const replaces = /^replaces: (\w+)(?:; (.+))?$/s.exec(note);
  if (replaces !== null) {
    const [, number = '', reason] = replaces;
    return {
      explained: intl.formatMessage({ id: 'sentences.note.replaces' }, { number }),
      verbatim: reason ?? null,
    };
  }
  const replacedBy = /^replaced by: (\w+)$/.exec(note);
  if (replacedBy !== null) {
    const [, number = ''] = replacedBy;
    return {
      explained: intl.formatMessage({ id: 'sentences.note.replaced_by' }, { number }),
      verbatim: null,
    };
  }
  const evidence = /^evidence: (.+)$/s.exec(note);
  if (evidence !== null) {
    return {
      explained: intl.formatMessage({ id: 'sentences.note.evidence' }),
      verbatim: evidence[1] ?? null,
    };
  }
  return note.startsWith('restored from a backup')
    ? { explained: intl.formatMessage({ id: 'sentences.note.restored' }), verbatim: null }
    : null;
}

type Coded = { code: string; field: string | null; words: string | null };

function codeOf(note: string): Coded | null {
  if (isReasonCode(note)) return { code: note, field: null, words: null };
  const redirect = /^redirect to (.+)$/.exec(note);
  if (redirect !== null) return { code: 'redirected', field: null, words: redirect[1] ?? null };
  const notFound = /^not found: ?(.*)$/s.exec(note);
  if (notFound !== null) return { code: 'not_found', field: null, words: notFound[1] || null };
  const parts = parsed(note);
  if (parts === null) return null;
  const inner = record(parts['kind']);
  const code = text(inner?.['kind']) ?? text(parts['kind']);
  if (code === null || !isReasonCode(code)) return null;
  const words = [text(parts['code']), text(parts['message']), text(parts['number'])]
    .filter((part) => part !== null && part !== '')
    .join(' ');
  return { code, field: text(inner?.['field']), words: words === '' ? null : words };
}

function parsed(note: string): Readonly<Record<string, unknown>> | null {
  if (!note.startsWith('{')) return null;
  try {
    return record(JSON.parse(note)) ?? null;
  } catch {
    // A person's note may begin with a brace: it is shown as it is.
    return null;
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
