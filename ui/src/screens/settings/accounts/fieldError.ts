import type { IntlShape } from 'react-intl';
import { errorEntry, type IpcError } from '../../../ipc';
import { problemText } from '../../../words';

type Field =
  | 'name'
  | 'baseUrl'
  | 'keyId'
  | 'secret'
  | 'notifyUrl'
  | 'payoutCeiling'
  | 'dayCeiling'
  | 'min'
  | 'max';

/** The names that a field has in the shell's findings. */
const names: Record<Field, readonly string[]> = {
  name: ['name'],
  baseUrl: ['baseUrl'],
  keyId: ['key_id'],
  secret: ['secret'],
  notifyUrl: ['notifyUrl'],
  payoutCeiling: ['payoutCeiling', 'max_payout'],
  dayCeiling: ['dayCeiling', 'max_day'],
  min: ['min'],
  max: ['max'],
};

/** The codes that are about one field as a whole. */
const ofField: Partial<Record<string, Field>> = {
  base_url: 'baseUrl',
  base_url_insecure: 'baseUrl',
  no_practice: 'baseUrl',
  notify_url: 'notifyUrl',
  vault_too_short: 'secret',
};

/** What the shell found wrong with a field of an account. */
export function fieldError(intl: IntlShape, error: IpcError | null, field: Field): string | null {
  if (error === null) return null;
  const problem = error.problems.find((found) => names[field].includes(found.field));
  if (problem !== undefined) return problemText(intl, problem, '');
  const meant = ofField[error.code] === field;
  const named = error.code === 'account_field' && names[field].includes(error.details['field'] ?? '');
  return meant || named ? intl.formatMessage({ id: errorEntry(error).text }, error.details) : null;
}
