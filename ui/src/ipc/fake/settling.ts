// How the outcome of an unknown order is found out, and how a person settles it: the same rules as in Rust.
import type {
  AskedView,
  ChosenFileView,
  EvidenceView,
  OrderDetailView,
  OrderSummaryView,
  SettlingView,
  StatusKind,
} from '../bindings';
import type { Backend } from '../door';
import { IpcError } from '../error';

const NOT_FOUNDS_NEEDED = 6;
const SPAN_NEEDED_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;
const LATELY_MS = 150 * MINUTE_MS;
const REASON_MIN = 10;
const REASON_MAX = 2000;
const REFERENCE_MIN = 3;
const REFERENCE_MAX = 200;

/** Statuses in which an order has paid or may still pay: another in its place would be one too many. */
const MAY_STILL_PAY: readonly StatusKind[] = [
  'prepared',
  'sending',
  'not_sent',
  'unknown',
  'pending',
  'processing',
  'succeeded',
];

/** So often the same was found, the first time `sinceMinutes` and the last time `untilMinutes` ago. */
export const fakeAsked = (
  finding: AskedView['finding'],
  n: number,
  sinceMinutes: number,
  untilMinutes = 0,
): AskedView => ({
  finding,
  n,
  firstAt: new Date(Date.now() - sinceMinutes * MINUTE_MS).toISOString(),
  lastAt: new Date(Date.now() - untilMinutes * MINUTE_MS).toISOString(),
});

/** Asked for so long that a person may declare the order never made. */
export const fakeRipe: readonly AskedView[] = [
  fakeAsked('no_answer', 2, 1620, 1615),
  fakeAsked('not_found', 29, 1610, 12),
];

/** What is counted and what may be done; it follows from what asking has brought. */
export function fakeSettling(
  { status, createdAt }: OrderSummaryView,
  canAsk: boolean,
  more: Partial<SettlingView> = {},
): SettlingView {
  const made = Date.parse(createdAt);
  const asked = more.asked ?? [
    {
      finding: canAsk ? 'not_found' : 'cannot_ask',
      n: canAsk ? 4 : 1,
      firstAt: new Date(made + 18_000).toISOString(),
      lastAt: new Date(made + (canAsk ? 31 * MINUTE_MS + 18_000 : 18_000)).toISOString(),
    },
  ];
  const missing = asked.find(({ finding }) => finding === 'not_found');
  const notFound = missing?.n ?? 0;
  const first = Date.parse(missing?.firstAt ?? '');
  const span = missing === undefined ? 0 : (Date.parse(missing.lastAt) - first) / MINUTE_MS;
  const enough = notFound >= NOT_FOUNDS_NEEDED && span >= SPAN_NEEDED_MINUTES;
  const lately = missing !== undefined && Date.now() - Date.parse(missing.lastAt) <= LATELY_MS;
  const unknown = status === 'unknown';
  const possible = unknown && canAsk && !contradicted(asked);
  return {
    asked: [...asked],
    notFound,
    notFoundNeeded: NOT_FOUNDS_NEEDED,
    spanNeededMinutes: SPAN_NEEDED_MINUTES,
    spanSoFarMinutes: Math.floor(span),
    notFoundStale: !contradicted(asked) && enough && !lately,
    canAbandon: possible && enough && lately,
    abandonWaitsUntil:
      possible && missing !== undefined && span < SPAN_NEEDED_MINUTES
        ? new Date(first + SPAN_NEEDED_MINUTES * MINUTE_MS).toISOString()
        : null,
    canSettle: unknown,
    canReopen: status === 'abandoned',
    evidence: [],
    replaces: null,
    replacedBy: null,
    ...more,
  };
}

const contradicted = (asked: readonly AskedView[]): boolean =>
  asked.some(({ finding }) => finding === 'found' || finding === 'several');

type Ledger = {
  detailOf: (id: string) => OrderDetailView;
  /** Changes an order, and what its detail has beyond it. */
  change: (
    id: string,
    changes: Partial<OrderSummaryView>,
    detail?: Partial<OrderDetailView>,
  ) => OrderDetailView;
};

const explained = (reason: string): void => {
  const { length } = [...reason.trim()];
  if (length < REASON_MIN || length > REASON_MAX) throw new IpcError('unexplained', 'no reason');
};

/** A step that a person has taken, as the history has it. */
const personStep = (order: OrderDetailView, to: StatusKind, note: string) => [
  ...order.events,
  {
    id: `${order.summary.id}-p${order.events.length}`,
    at: new Date().toISOString(),
    source: 'person' as const,
    from: order.summary.status,
    to,
    judgement: 'moves',
    gatewayStatus: null,
    note,
    repeats: 0,
    lastAt: null,
  },
];

/** The commands that settle, declare and reopen, and those for a file of evidence. */
export function settlingCommands({ detailOf, change }: Ledger) {
  let chosen: ChosenFileView | null = null;
  let given = 0;
  const move = (id: string, to: StatusKind, note: string, settling: Partial<SettlingView> = {}) => {
    const order = detailOf(id);
    const { evidence = [], replaces = null, replacedBy = null, asked = [] } = order.settling ?? {};
    const summary = { ...order.summary, status: to, needsPerson: to === 'unknown' };
    return change(id, summary, {
      events: personStep(order, to, note),
      settling: fakeSettling(summary, order.canAsk, { asked, evidence, replaces, replacedBy, ...settling }),
    });
  };
  const inStatus = (id: string, status: StatusKind): OrderDetailView => {
    const order = detailOf(id);
    if (order.summary.status !== status) throw new IpcError('wrong_status', order.summary.status);
    return order;
  };
  return {
    abandonOrder: async (id, reason) => {
      explained(reason);
      const { settling, canAsk } = inStatus(id, 'unknown');
      if (!canAsk) throw new IpcError('abandon_cannot_ask', 'it cannot be asked about');
      if (contradicted(settling?.asked ?? [])) throw new IpcError('abandon_contradicted', 'it was found');
      if (settling?.notFoundStale === true) throw new IpcError('abandon_stale', 'not asked lately');
      if (settling?.canAbandon !== true) {
        throw new IpcError('abandon_too_early', 'not asked long enough', {
          have: String(settling?.notFound ?? 0),
          needed: String(NOT_FOUNDS_NEEDED),
          spanMinutes: String(settling?.spanSoFarMinutes ?? 0),
          spanNeededMinutes: String(SPAN_NEEDED_MINUTES),
        });
      }
      return move(id, 'abandoned', reason);
    },
    reopenOrder: async (id, reason) => {
      explained(reason);
      inStatus(id, 'abandoned');
      return move(id, 'unknown', reason, { asked: [] });
    },
    settleOrder: async (id, { verdict, reference, note, file }) => {
      const refuse = (field: string) => new IpcError('evidence_field', field, { field });
      const length = (text: string) => [...text.trim()].length;
      if (length(reference) < REFERENCE_MIN || length(reference) > REFERENCE_MAX) throw refuse('reference');
      if (length(note) < REASON_MIN || length(note) > REASON_MAX) throw refuse('note');
      if (file !== null && file !== chosen?.token) throw new IpcError('evidence_not_chosen', 'choose again');
      const order = inStatus(id, 'unknown');
      given += 1;
      const evidence = fakeEvidence({
        id: `evidence-${given}`,
        at: new Date().toISOString(),
        verdict,
        reference,
        note,
        ...(file === null || chosen === null
          ? { fileName: null, fileBytes: null, sha256: null }
          : { fileName: chosen.name, fileBytes: chosen.bytes }),
      });
      return move(id, verdict, `evidence: ${reference}: ${note}`, {
        evidence: [...(order.settling?.evidence ?? []), evidence],
      });
    },
    chooseEvidenceFile: async () => {
      chosen = { token: `file-${given}`, name: 'Answer of the support.pdf', bytes: 84_213 };
      return chosen;
    },
    saveEvidenceFile: async (orderId, evidenceId) => {
      const found = detailOf(orderId).settling?.evidence.find(({ id }) => id === evidenceId);
      if (found === undefined) throw new IpcError('not_found', 'evidence');
      if (found.damaged) throw new IpcError('ledger_damaged', 'evidence');
      return true;
    },
  } satisfies Partial<Backend>;
}

export const fakeEvidence = (more: Partial<EvidenceView> = {}): EvidenceView => ({
  id: 'evidence',
  at: new Date().toISOString(),
  verdict: 'failed',
  reference: 'Rosa, support of the gateway, ticket 4711',
  note: 'She looked the number up in their console at 14:05: it was never received.',
  fileName: 'Answer of the support.pdf',
  fileBytes: 84_213,
  sha256: '9f86d081884c7d65',
  damaged: false,
  ...more,
});

/** Whether an abandoned order may still be replaced: nothing in its place has paid or can still be sent. */
export const isReplaceable = ({ summary, settling }: OrderDetailView): boolean =>
  summary.status === 'abandoned' &&
  (settling?.replacedBy == null || !MAY_STILL_PAY.includes(settling.replacedBy.status));
