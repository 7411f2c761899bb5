import type { TextId } from '../texts';
import type { IpcError } from './error';

export type Severity = 'info' | 'warning' | 'error';
/** What the window offers beside the text. */
export type ErrorAction =
  | 'unlock_vault'
  | 'set_up_vault'
  | 'open_accounts'
  | 'open_twin'
  | 'open_order'
  | 'open_data'
  | 'mend_field'
  | 'choose_port'
  | 'again'
  | 'none';
export type ErrorEntry = { severity: Severity; text: TextId; action: ErrorAction };

/** Every code that the shell reports, and how the window acts on it. `ipc.test.ts` holds it against the texts. */
export const errorTable = {
  vault_locked: { severity: 'info', text: 'errors.vault_locked', action: 'unlock_vault' },
  vault_not_set_up: { severity: 'info', text: 'errors.vault_not_set_up', action: 'set_up_vault' },
  vault_wrong_passphrase: { severity: 'warning', text: 'errors.vault_wrong_passphrase', action: 'none' },
  vault_back_off: { severity: 'warning', text: 'errors.vault_back_off', action: 'none' },
  vault_too_short: { severity: 'warning', text: 'errors.vault_too_short', action: 'mend_field' },
  vault_no_such_secret: { severity: 'error', text: 'errors.vault_no_such_secret', action: 'open_accounts' },
  vault_damaged: { severity: 'error', text: 'errors.vault_damaged', action: 'none' },
  vault: { severity: 'error', text: 'errors.vault', action: 'again' },
  no_such_account: { severity: 'error', text: 'errors.no_such_account', action: 'open_accounts' },
  account_retired: { severity: 'warning', text: 'errors.account_retired', action: 'open_accounts' },
  no_such_order: { severity: 'error', text: 'errors.no_such_order', action: 'none' },
  no_such_market: { severity: 'error', text: 'errors.no_such_market', action: 'none' },
  account_field: { severity: 'warning', text: 'errors.account_field', action: 'mend_field' },
  base_url: { severity: 'warning', text: 'errors.base_url', action: 'mend_field' },
  base_url_insecure: { severity: 'warning', text: 'errors.base_url_insecure', action: 'mend_field' },
  no_practice: { severity: 'warning', text: 'errors.no_practice', action: 'mend_field' },
  notify_url: { severity: 'warning', text: 'errors.notify_url', action: 'mend_field' },
  draft: { severity: 'warning', text: 'errors.draft', action: 'mend_field' },
  wrong_kind: { severity: 'error', text: 'errors.wrong_kind', action: 'none' },
  encode: { severity: 'warning', text: 'errors.encode', action: 'mend_field' },
  malformed: { severity: 'error', text: 'errors.malformed', action: 'none' },
  above_ceiling: { severity: 'warning', text: 'errors.above_ceiling', action: 'none' },
  above_day_ceiling: { severity: 'warning', text: 'errors.above_day_ceiling', action: 'none' },
  guard_needed: { severity: 'info', text: 'errors.guard_needed', action: 'mend_field' },
  guard_not_set: { severity: 'info', text: 'errors.guard_not_set', action: 'open_accounts' },
  restore_gap: { severity: 'warning', text: 'errors.restore_gap', action: 'open_data' },
  unknown_twin: { severity: 'error', text: 'errors.unknown_twin', action: 'open_twin' },
  replaces_needed: { severity: 'error', text: 'errors.replaces_needed', action: 'open_twin' },
  replaced_exists: { severity: 'error', text: 'errors.replaced_exists', action: 'open_twin' },
  reason_needed: { severity: 'warning', text: 'errors.reason_needed', action: 'mend_field' },
  last_four: { severity: 'warning', text: 'errors.last_four', action: 'mend_field' },
  unexplained: { severity: 'warning', text: 'errors.unexplained', action: 'mend_field' },
  abandon_too_early: { severity: 'warning', text: 'errors.abandon_too_early', action: 'none' },
  abandon_stale: { severity: 'warning', text: 'errors.abandon_stale', action: 'none' },
  abandon_denied: { severity: 'warning', text: 'errors.abandon_denied', action: 'none' },
  abandon_contradicted: { severity: 'warning', text: 'errors.abandon_contradicted', action: 'none' },
  abandon_cannot_ask: { severity: 'warning', text: 'errors.abandon_cannot_ask', action: 'none' },
  evidence_field: { severity: 'warning', text: 'errors.evidence_field', action: 'mend_field' },
  evidence_too_large: { severity: 'warning', text: 'errors.evidence_too_large', action: 'mend_field' },
  evidence_unreadable: { severity: 'warning', text: 'errors.evidence_unreadable', action: 'mend_field' },
  evidence_not_chosen: { severity: 'warning', text: 'errors.evidence_not_chosen', action: 'mend_field' },
  import_file: { severity: 'warning', text: 'errors.import_file', action: 'mend_field' },
  import_mapping: { severity: 'warning', text: 'errors.import_mapping', action: 'mend_field' },
  import_not_chosen: { severity: 'warning', text: 'errors.import_not_chosen', action: 'mend_field' },
  import_running: { severity: 'info', text: 'errors.import_running', action: 'none' },
  export_busy: { severity: 'info', text: 'errors.export_busy', action: 'none' },
  window: { severity: 'error', text: 'errors.window', action: 'again' },
  link_handler: { severity: 'warning', text: 'errors.link_handler', action: 'again' },
  file_not_saved: { severity: 'warning', text: 'errors.file_not_saved', action: 'again' },
  done_unread: { severity: 'warning', text: 'errors.done_unread', action: 'open_order' },
  wrong_status: { severity: 'warning', text: 'errors.wrong_status', action: 'none' },
  cannot_ask: { severity: 'warning', text: 'errors.cannot_ask', action: 'none' },
  no_connection: { severity: 'warning', text: 'errors.no_connection', action: 'again' },
  no_answer: { severity: 'warning', text: 'errors.no_answer', action: 'again' },
  gateway_refused: { severity: 'warning', text: 'errors.gateway_refused', action: 'again' },
  gateway_unreadable: { severity: 'warning', text: 'errors.gateway_unreadable', action: 'again' },
  gateway_redirected: { severity: 'warning', text: 'errors.gateway_redirected', action: 'open_accounts' },
  network_client: { severity: 'error', text: 'errors.network_client', action: 'again' },
  listener: { severity: 'warning', text: 'errors.listener', action: 'choose_port' },
  practice_gateways: { severity: 'error', text: 'errors.practice_gateways', action: 'again' },
  link_refused: { severity: 'warning', text: 'errors.link_refused', action: 'none' },
  link_not_opened: { severity: 'warning', text: 'errors.link_not_opened', action: 'again' },
  clipboard: { severity: 'warning', text: 'errors.clipboard', action: 'again' },
  closing: { severity: 'info', text: 'errors.closing', action: 'none' },
  data_folder: { severity: 'error', text: 'errors.data_folder', action: 'none' },
  ledger_in_use: { severity: 'error', text: 'errors.ledger_in_use', action: 'none' },
  ledger_newer: { severity: 'error', text: 'errors.ledger_newer', action: 'none' },
  ledger_not_a_ledger: { severity: 'error', text: 'errors.ledger_not_a_ledger', action: 'none' },
  ledger_folder: { severity: 'error', text: 'errors.ledger_folder', action: 'none' },
  ledger_library: { severity: 'error', text: 'errors.ledger_library', action: 'none' },
  disk_full: { severity: 'error', text: 'errors.disk_full', action: 'again' },
  ledger_locked: { severity: 'warning', text: 'errors.ledger_locked', action: 'again' },
  ledger_damaged: { severity: 'error', text: 'errors.ledger_damaged', action: 'open_data' },
  record_damaged: { severity: 'error', text: 'errors.record_damaged', action: 'open_data' },
  no_such_backup: { severity: 'warning', text: 'errors.no_such_backup', action: 'none' },
  ledger_conflict: { severity: 'warning', text: 'errors.ledger_conflict', action: 'again' },
  not_found: { severity: 'error', text: 'errors.not_found', action: 'none' },
  ledger: { severity: 'error', text: 'errors.ledger', action: 'again' },
  internal: { severity: 'error', text: 'errors.internal', action: 'none' },
  unexpected: { severity: 'error', text: 'errors.unexpected', action: 'again' },
} as const satisfies Record<string, ErrorEntry>;

/** How to show an error; codes that the table does not know are unexpected ones. */
export function errorEntry(error: IpcError): ErrorEntry {
  return Object.hasOwn(errorTable, error.code)
    ? errorTable[error.code as keyof typeof errorTable]
    : errorTable.unexpected;
}

/**
 * The same for what was only to be shown. A page that cannot be read says nothing of what was sent or changed: the
 * page of a payout that has left may be the one. Codes that stand here tell in their own words why it cannot be shown.
 */
export const readingTable = {
  vault_locked: { severity: 'info', text: 'errors.vault_locked', action: 'unlock_vault' },
  vault_not_set_up: { severity: 'info', text: 'errors.vault_not_set_up', action: 'set_up_vault' },
  vault_damaged: { severity: 'error', text: 'errors.reading.vault_damaged', action: 'none' },
  vault: { severity: 'error', text: 'errors.reading.vault', action: 'again' },
  no_such_account: { severity: 'error', text: 'errors.no_such_account', action: 'open_accounts' },
  no_such_order: { severity: 'error', text: 'errors.no_such_order', action: 'none' },
  no_such_market: { severity: 'error', text: 'errors.no_such_market', action: 'none' },
  malformed: { severity: 'error', text: 'errors.reading.malformed', action: 'again' },
  listener: { severity: 'warning', text: 'errors.listener', action: 'choose_port' },
  practice_gateways: { severity: 'error', text: 'errors.practice_gateways', action: 'again' },
  closing: { severity: 'info', text: 'errors.reading.closing', action: 'none' },
  data_folder: { severity: 'error', text: 'errors.data_folder', action: 'none' },
  ledger_in_use: { severity: 'error', text: 'errors.ledger_in_use', action: 'none' },
  ledger_newer: { severity: 'error', text: 'errors.ledger_newer', action: 'none' },
  ledger_not_a_ledger: { severity: 'error', text: 'errors.ledger_not_a_ledger', action: 'none' },
  ledger_folder: { severity: 'error', text: 'errors.ledger_folder', action: 'none' },
  ledger_library: { severity: 'error', text: 'errors.ledger_library', action: 'none' },
  disk_full: { severity: 'error', text: 'errors.reading.disk_full', action: 'again' },
  ledger_locked: { severity: 'warning', text: 'errors.reading.ledger_locked', action: 'again' },
  ledger_damaged: { severity: 'error', text: 'errors.reading.ledger_damaged', action: 'open_data' },
  record_damaged: { severity: 'error', text: 'errors.reading.record_damaged', action: 'open_data' },
  ledger_conflict: { severity: 'warning', text: 'errors.reading.ledger_conflict', action: 'again' },
  not_found: { severity: 'error', text: 'errors.not_found', action: 'none' },
  ledger: { severity: 'error', text: 'errors.reading.ledger', action: 'again' },
  internal: { severity: 'error', text: 'errors.reading.internal', action: 'again' },
  unexpected: { severity: 'error', text: 'errors.reading.unexpected', action: 'again' },
} as const satisfies Partial<Record<keyof typeof errorTable, ErrorEntry>>;

/** How to show that something could not be read. */
export function readingEntry(error: IpcError): ErrorEntry {
  return Object.hasOwn(readingTable, error.code)
    ? readingTable[error.code as keyof typeof readingTable]
    : readingTable.unexpected;
}
