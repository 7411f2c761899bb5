import type { TextId } from '../texts';
import type { IpcError } from './error';

export type Severity = 'info' | 'warning' | 'error';
/** What the window offers beside the text. */
export type ErrorAction =
  | 'unlock_vault'
  | 'set_up_vault'
  | 'open_accounts'
  | 'open_twin'
  | 'mend_field'
  | 'choose_port'
  | 'again'
  | 'none';
export type ErrorEntry = { severity: Severity; text: TextId; action: ErrorAction };

/** Every code that the window acts on, and how. `errors.test.ts` holds it against the texts. */
export const errorTable = {
  vault_locked: { severity: 'info', text: 'errors.vault_locked', action: 'unlock_vault' },
  vault_not_set_up: { severity: 'info', text: 'errors.vault_not_set_up', action: 'set_up_vault' },
  wrong_passphrase: { severity: 'warning', text: 'errors.wrong_passphrase', action: 'again' },
  weak_passphrase: { severity: 'warning', text: 'errors.weak_passphrase', action: 'mend_field' },
  vault_failed: { severity: 'error', text: 'errors.vault_failed', action: 'none' },
  secret_missing: { severity: 'error', text: 'errors.secret_missing', action: 'open_accounts' },
  no_such_account: { severity: 'error', text: 'errors.no_such_account', action: 'open_accounts' },
  account_retired: { severity: 'warning', text: 'errors.account_retired', action: 'open_accounts' },
  no_such_order: { severity: 'error', text: 'errors.no_such_order', action: 'none' },
  no_such_market: { severity: 'error', text: 'errors.no_such_market', action: 'none' },
  bad_input: { severity: 'warning', text: 'errors.bad_input', action: 'mend_field' },
  bad_base_url: { severity: 'warning', text: 'errors.bad_base_url', action: 'mend_field' },
  http_needs_confirmation: {
    severity: 'warning',
    text: 'errors.http_needs_confirmation',
    action: 'mend_field',
  },
  bad_notify_url: { severity: 'warning', text: 'errors.bad_notify_url', action: 'mend_field' },
  draft_problems: { severity: 'warning', text: 'errors.draft_problems', action: 'mend_field' },
  above_ceiling: { severity: 'warning', text: 'errors.above_ceiling', action: 'open_accounts' },
  unknown_twin: { severity: 'error', text: 'errors.unknown_twin', action: 'open_twin' },
  reason_needed: { severity: 'warning', text: 'errors.reason_needed', action: 'mend_field' },
  last4_wrong: { severity: 'warning', text: 'errors.last4_wrong', action: 'mend_field' },
  too_late: { severity: 'warning', text: 'errors.too_late', action: 'none' },
  cannot_ask: { severity: 'warning', text: 'errors.cannot_ask', action: 'again' },
  gateway_refused: { severity: 'warning', text: 'errors.gateway_refused', action: 'again' },
  gateway_unreadable: { severity: 'warning', text: 'errors.gateway_unreadable', action: 'again' },
  gateway_unreachable: { severity: 'warning', text: 'errors.gateway_unreachable', action: 'again' },
  port_in_use: { severity: 'warning', text: 'errors.port_in_use', action: 'choose_port' },
  link_refused: { severity: 'warning', text: 'errors.link_refused', action: 'none' },
  ledger_in_use: { severity: 'error', text: 'errors.ledger_in_use', action: 'none' },
  ledger_full: { severity: 'error', text: 'errors.ledger_full', action: 'again' },
  ledger_newer: { severity: 'error', text: 'errors.ledger_newer', action: 'none' },
  ledger_damaged: { severity: 'error', text: 'errors.ledger_damaged', action: 'none' },
  ledger_failed: { severity: 'error', text: 'errors.ledger_failed', action: 'again' },
  unexpected: { severity: 'error', text: 'errors.unexpected', action: 'again' },
} as const satisfies Record<string, ErrorEntry>;

/** How to show an error; codes that the table does not know are unexpected ones. */
export function errorEntry(error: IpcError): ErrorEntry {
  return Object.hasOwn(errorTable, error.code)
    ? errorTable[error.code as keyof typeof errorTable]
    : errorTable.unexpected;
}
