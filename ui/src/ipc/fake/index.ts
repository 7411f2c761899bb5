// The shell's commands in memory, for tests and the look-at page. Never part of the program: only files under
// src/testing and tests import it (src/testing/production.test.ts holds the build against that).
import type { Channel } from '@tauri-apps/api/core';
import type {
  AccountBalances,
  AccountView,
  AppView,
  BalanceView,
  BanksView,
  DamagedOrderView,
  DayView,
  DeliveryView,
  DraftRequest,
  HealthView,
  ImportSheetView,
  LedgerDataView,
  LinkHandlerView,
  ListenerView,
  Mode,
  OrderDetailView,
  OrderQuery,
  OrderSummaryView,
  PlaceView,
} from '../bindings';
import { type Backend, type Door, type EventName, type EventPayload, replaceDoor } from '../door';
import { IpcError } from '../error';
import { dataCommands, fakeHealth } from './data';
import { fakeChecks, fakeReport } from './drafts';
import { fakeMatch, fakeReading } from './grammar';
import { importCommands } from './imports';
import { fakeMarkets } from './markets';
import { fakeMarks } from './marks';
import { fakeDetail, fakePage, fakeSummary } from './orders';
import { fakeSettling, isReplaceable, settlingCommands } from './settling';
import { fakeWindows } from './windows';

export { fakeBackup, fakeHealth } from './data';
export { fakeChecks, fakeReport } from './drafts';
export { fakeImported, fakeMapping, fakePreview, fakeSheet, fakeTrouble } from './imports';
export { fakeMarkets } from './markets';
export { fakeDetail, fakePage, fakeSummary } from './orders';
export { fakeAsked, fakeEvidence, fakeRipe, fakeSettling } from './settling';

export type FakeOptions = {
  mode?: Mode;
  vault?: AppView['vault'];
  /** Accounts to begin with; none for the first minute. */
  accounts?: readonly AccountView[];
  orders?: readonly OrderSummaryView[];
  /** What the details of orders have beyond what follows from their status, by id. */
  details?: Readonly<Record<string, Partial<OrderDetailView>>>;
  deliveries?: readonly DeliveryView[];
  /** Since when nobody can be reached; somebody can without it. */
  offlineSince?: string;
  /** Every question about the first account's orders is in vain, by this code. */
  inVain?: string;
  practiceExists?: boolean;
  /** The health of the ledger; a good one without it. */
  health?: Partial<HealthView>;
  /** What there is of the ledger's data beyond the ordinary. */
  data?: Partial<LedgerDataView>;
  /** What a chosen file with a merchant's past has beyond the ordinary. */
  history?: Partial<ImportSheetView>;
  /** What a link asked for before the window was ready. */
  place?: PlaceView;
  /** Who opens links to orders. */
  handler?: Partial<LinkHandlerView>;
  /** Orders that no list can read. */
  unreadable?: readonly DamagedOrderView[];
  /** The guard passphrase; none was chosen without it. */
  guard?: string;
  /** Commands that do something else. */
  commands?: Partial<Backend>;
};

export type Fake = {
  door: Door;
  /** Every call so far: name and arguments. */
  calls: { name: string; args: unknown[] }[];
  /** The texts put on the clipboard. */
  copied: string[];
  /** Sends an event to the window. */
  emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;
};

export const fakeAccount = (more: Partial<AccountView> = {}): AccountView => ({
  id: 'acc-1',
  name: 'Practice CashFast Mexico',
  marketId: 'cashfast-mx',
  country: 'MX',
  currency: 'MXN',
  live: false,
  builtIn: true,
  baseUrl: 'practice:cashfast-mx',
  insecure: false,
  keyId: 'ak_practice',
  notifyUrl: null,
  keyEditedAt: '2026-11-20T10:00:00Z',
  payoutCeiling: null,
  dayCeiling: null,
  limits: [],
  signInLowerCase: false,
  amountAsText: false,
  createdAt: '2026-11-20T10:00:00Z',
  retiredAt: null,
  ...more,
});

/** A vault with nothing in the way: the secrets are in the keychain. */
export const fakeVault = (more: Partial<AppView['vault']> = {}): AppView['vault'] => ({
  kind: 'keychain',
  status: 'ready',
  retryAfterS: null,
  guardSet: false,
  guardRetryAfterS: null,
  keychainMissing: false,
  ...more,
});

/** One whose secrets wait for their passphrase. */
export const fakeLockedVault = (): AppView['vault'] =>
  fakeVault({ kind: 'passphrase', status: 'locked', guardSet: true });

const practiceAccounts: readonly AccountView[] = [
  fakeAccount(),
  fakeAccount({ id: 'acc-2', name: 'Practice Cashy Mexico', marketId: 'cashy-mx' }),
  fakeAccount({
    id: 'acc-3',
    name: 'Practice Cashy Tanzania',
    marketId: 'cashy-tz',
    country: 'TZ',
    currency: 'TZS',
  }),
  fakeAccount({
    id: 'acc-4',
    name: 'Practice Cashy Thailand',
    marketId: 'cashy-th',
    country: 'TH',
    currency: 'THB',
  }),
];

/** A fake with its own little ledger; nothing leaks from one to the next. */
export function makeFake(options: FakeOptions = {}): Fake {
  const now = Date.now();
  let mode: Mode = options.mode ?? 'practice';
  let vault: AppView['vault'] = options.vault ?? fakeVault();
  let accounts: AccountView[] = [...(options.accounts ?? practiceAccounts)];
  let practiceExists = options.practiceExists ?? accounts.length > 0;
  let orders: OrderSummaryView[] = [
    ...(options.orders ??
      (accounts.length === 0 ? [] : Array.from({ length: 240 }, (_, at) => fakeSummary(at, now)))),
  ];
  let health = fakeHealth(options.health);
  let listener: ListenerView = { on: false, port: null, error: null, lastHitAt: null, addresses: [] };
  let made = 0;
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const calls: Fake['calls'] = [];
  const copied: string[] = [];

  const emit: Fake['emit'] = (name, payload) => {
    for (const tell of listeners.get(name) ?? []) tell(payload as never);
  };
  const appState = (): AppView => ({
    mode,
    version: '0.1.0',
    dataFolder: '/home/ana/.local/share/counterfoil',
    vault,
    accounts: accounts.filter(({ retiredAt }) => retiredAt === null),
    practiceExists,
    notices: [],
    health,
    practiceOutcomes: [],
  });
  const accountOf = (id: string): AccountView => {
    const found = accounts.find((account) => account.id === id);
    if (found === undefined) throw new IpcError('no_such_account', id);
    return found;
  };
  const orderOf = (id: string): OrderSummaryView => {
    const found = orders.find((order) => order.id === id);
    if (found === undefined) throw new IpcError('no_such_order', id);
    return found;
  };
  const details = new Map(Object.entries(options.details ?? {}));
  const detailOf = (id: string) => fakeDetail(orderOf(id), details.get(id));
  const set = (id: string, changes: Partial<OrderSummaryView>) => {
    orders = orders.map((order) => (order.id === id ? { ...order, ...changes } : order));
  };
  const change = (
    id: string,
    changes: Partial<OrderSummaryView>,
    detail: Partial<OrderDetailView> = {},
  ): OrderDetailView => {
    set(id, changes);
    details.set(id, { ...details.get(id), ...detail });
    const { number, status, needsPerson } = orderOf(id);
    emit('orderChanged', { orderId: id, number, status, needsPerson });
    return detailOf(id);
  };
  /** Payouts of the same amount to the same account. */
  const alike = ({ amount, fields }: DraftRequest) =>
    orders
      .filter(({ direction }) => direction === 'payout')
      .map(({ id }) => detailOf(id))
      .filter(
        ({ summary, accountNumber }) =>
          accountNumber === fields['accountNo'] && Number(summary.amount) === Number(amount),
      );
  const twins = (draft: DraftRequest) => {
    const same = draft.product === 'payout' ? alike(draft) : [];
    const open = same.find(({ summary }) => summary.status === 'unknown' || summary.status === 'sending');
    return {
      unknownTwin: open?.summary ?? null,
      abandonedTwin: same.find(isReplaceable)?.summary ?? null,
    };
  };
  const add = (more: Partial<OrderSummaryView>) => {
    made += 1;
    const order = fakeSummary(0, Date.now(), {
      id: `new-${made}`,
      number: `CFNEW${made}K`,
      flags: [],
      ...more,
    });
    orders = [order, ...orders];
    return change(order.id, {});
  };
  const setAccount = (id: string, changes: Partial<AccountView>): AccountView => {
    accounts = accounts.map((account) => (account.id === id ? { ...account, ...changes } : account));
    emit('accountsChanged', { accountId: id });
    return accountOf(id);
  };

  let guard = options.guard;
  if (guard !== undefined) vault = { ...vault, guardSet: true };
  const raises = (from: string | null, to: string | null) =>
    from !== null && (to === null || Number(to) > Number(from));
  const checkGuard = (passphrase: string | null, needed: IpcError) => {
    if (passphrase === null) throw needed;
    if (guard === undefined) throw new IpcError('guard_not_set', 'none');
    if (passphrase !== guard) throw new IpcError('vault_wrong_passphrase', 'the passphrase is wrong');
  };

  const checkNoGap = () => {
    if (health.restored !== null) throw new IpcError('restore_gap', 'restored from a backup');
  };

  const { labelsOf, ...marks } = fakeMarks({
    found: (query) => pageOf(orders, { ...query, after: null, limit: orders.length }, labelsOf).orders,
    change: set,
    marked: (orderIds) => emit('ordersMarked', { orderIds }),
    order: orderOf,
    accounts: () => accounts.map(({ name }) => name),
    channels: () => [...new Set(orders.flatMap(({ channel }) => channel ?? []))],
  });

  const backend: Backend = {
    appState: async () => appState(),
    startPractice: async () => {
      accounts = [...practiceAccounts];
      orders = Array.from({ length: 24 }, (_, at) => fakeSummary(at, now));
      practiceExists = true;
      mode = 'practice';
      return appState();
    },
    setMode: async (wanted) => {
      mode = wanted;
      accounts = wanted === 'practice' ? [...practiceAccounts] : [];
      return appState();
    },
    setUpVault: async (passphrase) => {
      vault = { ...vault, kind: 'passphrase', status: 'ready', guardSet: true, keychainMissing: false };
      guard = passphrase;
      return appState();
    },
    unlockVault: async (passphrase) => {
      if (passphrase !== 'correct horse')
        throw new IpcError('vault_wrong_passphrase', 'the passphrase is wrong');
      vault = { ...vault, status: 'ready' };
      return appState();
    },
    statusLine: async () => ({
      gateways: accounts.map(({ id, name }) => ({
        accountId: id,
        accountName: name,
        reachable: true,
        lastAnswerAt: new Date(now - 20_000).toISOString(),
        clockSkewMs: 40,
        inVainSince: options.inVain === undefined ? null : new Date(Date.now() - 3_600_000).toISOString(),
        inVainCode: options.inVain ?? null,
      })),
      offlineSince: options.offlineSince ?? null,
      watched: orders.filter(({ status }) => status === 'pending' || status === 'processing').length,
      nextQuestionAt: new Date(now + 5000).toISOString(),
      listener,
    }),
    listMarkets: async () => [...fakeMarkets],
    listAccounts: async (includeRetired) =>
      accounts.filter(({ retiredAt }) => includeRetired || retiredAt === null),
    connectAccount: async (request) => {
      const market = fakeMarkets.find(({ id }) => id === request.marketId);
      const account = fakeAccount({
        id: `acc-${accounts.length + 1}`,
        name: request.name,
        marketId: request.marketId,
        country: market?.country ?? '',
        currency: market?.currency ?? '',
        live: true,
        builtIn: false,
        baseUrl: request.baseUrl,
        insecure: request.baseUrl.startsWith('http://'),
        keyId: request.keyId,
        notifyUrl: request.notifyUrl,
      });
      accounts = [...accounts, account];
      emit('accountsChanged', { accountId: account.id });
      return account;
    },
    testConnection: async () => ({
      verdict: 'works',
      detail: null,
      balances: [fakeBalance('acc-1', 'MXN', now)],
      clockSkewMs: 40,
      waitS: null,
      tookMs: 123,
    }),
    editAccount: async (id, changes, passphrase) => {
      const { payoutCeiling, dayCeiling } = accountOf(id);
      const raised = raises(payoutCeiling, changes.payoutCeiling) || raises(dayCeiling, changes.dayCeiling);
      if (raised) checkGuard(passphrase, new IpcError('guard_needed', 'the passphrase'));
      return setAccount(id, changes);
    },
    paidToday: async () => ({ day: new Date(now).toISOString().slice(0, 10), sent: '1250', waiting: '300' }),
    setGuard: async (passphrase) => {
      if (vault.guardSet) throw new IpcError('vault', 'there is one already');
      guard = passphrase;
      vault = { ...vault, guardSet: true };
      return appState();
    },
    changeGuard: async (old, next) => {
      checkGuard(old, new IpcError('guard_needed', 'the passphrase'));
      guard = next;
      return appState();
    },
    rotateKey: async (id, keyId) => setAccount(id, { keyId, keyEditedAt: new Date().toISOString() }),
    retireAccount: async (id) => setAccount(id, { retiredAt: new Date().toISOString() }),
    overview: async () => {
      const pressing = orders.filter(({ needsPerson }) => needsPerson);
      return {
        needsPerson: pressing.slice(0, 8),
        needsPersonCount: pressing.length,
        unverifiedDeliveries: (options.deliveries ?? []).filter(({ verified }) => !verified).length,
        balances: accounts.map((account) => fakeBalances(account, now)),
        days: accounts.length === 0 ? [] : fakeDays(now),
        latest: orders.slice(0, 8),
        incomplete: health.damage !== null,
      };
    },
    listOrders: async (query) => ({
      ...pageOf(orders, query, labelsOf),
      damaged: [...(options.unreadable ?? [])],
    }),
    orderDetail: async (id) => detailOf(id),
    onScreen: async () => null,
    askGateway: async (id) => change(id, { status: 'succeeded', needsPerson: false }),
    markFlagSeen: async (id, flag) =>
      change(id, { flags: orderOf(id).flags.filter((other) => other !== flag), needsPerson: false }),
    addNote: async (id) => detailOf(id),
    ...marks,
    checkDraft: async (accountId, draft) =>
      fakeReport(
        fakeMarkets.find(({ id }) => id === accountOf(accountId).marketId),
        draft,
        draft.product === 'payout' ? { payout: fakeChecks(twins(draft)) } : {},
      ),
    createCollect: async (accountId, draft) =>
      add({
        ...ofAccount(accountOf(accountId)),
        product: draft.product,
        direction: 'collect',
        amount: draft.amount,
        status: 'pending',
        needsPerson: false,
      }),
    preparePayout: async (accountId, draft, { replaces = null }) => {
      checkNoGap();
      const { unknownTwin, abandonedTwin } = twins(draft);
      if (unknownTwin !== null) throw new IpcError('unknown_twin', 'a twin', named(unknownTwin));
      if (abandonedTwin !== null && replaces !== abandonedTwin.id) {
        throw new IpcError('replaces_needed', 'a twin', named(abandonedTwin));
      }
      if (replaces !== null && abandonedTwin === null) throw new IpcError('ledger_conflict', 'not alike');
      const { summary } = add({
        ...ofAccount(accountOf(accountId)),
        product: 'payout',
        direction: 'payout',
        amount: draft.amount,
        status: 'prepared',
        needsPerson: false,
      });
      const settling = abandonedTwin && fakeSettling(summary, true, { asked: [], replaces: abandonedTwin });
      if (abandonedTwin !== null) {
        const old = detailOf(abandonedTwin.id).settling ?? fakeSettling(abandonedTwin, true);
        change(abandonedTwin.id, {}, { settling: { ...old, replacedBy: summary } });
      }
      const accountNumber = draft.fields['accountNo'] ?? null;
      return change(summary.id, {}, { settling, accountNumber, accountGrouped: null, draft });
    },
    cancelPayout: async (id) => change(id, { status: 'cancelled', needsPerson: false }),
    sendPayout: async (id, passphrase) => {
      checkNoGap();
      const ceiling = accounts.find((account) => account.id === orderOf(id).accountId)?.payoutCeiling ?? null;
      if (ceiling !== null && Number(orderOf(id).amount) > Number(ceiling)) {
        checkGuard(passphrase, new IpcError('above_ceiling', 'above', { ceiling }));
      }
      return change(id, { status: 'processing', needsPerson: false });
    },
    ...settlingCommands({ detailOf, change }),
    balances: async () => accounts.map((account) => fakeBalances(account, now)),
    refreshBalance: async (accountId) => {
      emit('balanceChanged', { accountId });
      return fakeBalances(accountOf(accountId), Date.now());
    },
    banks: async (accountId) => fakeBanks(accountId, null),
    refreshBanks: async (accountId) => fakeBanks(accountId, new Date().toISOString()),
    listDeliveries: async () => ({ deliveries: [...(options.deliveries ?? [])], next: null }),
    listenerState: async () => listener,
    setListener: async (on, port) => {
      listener = {
        ...listener,
        on,
        port: on ? (port ?? 7788) : null,
        addresses: on
          ? accounts.map(({ id, name }) => ({
              accountId: id,
              accountName: name,
              url: `http://127.0.0.1:${port ?? 7788}/callbacks/${id}-k7`,
            }))
          : [],
      };
      emit('listenerChanged', { on });
      return listener;
    },
    ...dataCommands(options.data, {
      changed: (now_) => {
        health = now_;
        emit('appStateChanged', { mode });
      },
      checkGap: (passphrase) => {
        const guarded = accounts.some((one) => one.payoutCeiling !== null || one.dayCeiling !== null);
        if (health.restored !== null && guarded) {
          checkGuard(passphrase, new IpcError('guard_needed', 'the passphrase'));
        }
      },
    }),
    ...importCommands(options.history),
    ...fakeWindows({
      count: ({ ids, query }) =>
        ids?.length ??
        pageOf(orders, { ...query, after: null, limit: orders.length }, labelsOf).orders.length,
      place: options.place ?? null,
      ...(options.handler === undefined ? {} : { handler: options.handler }),
    }),
    openLink: async () => null,
    copyText: async (text) => {
      copied.push(text);
      return null;
    },
  };

  const all = { ...backend, ...options.commands };
  const watched = Object.fromEntries(
    Object.entries(all).map(([name, command]) => [
      name,
      (...args: unknown[]) => {
        calls.push({ name, args });
        return (command as (...given: unknown[]) => Promise<unknown>)(...args);
      },
    ]),
  ) as Backend;
  const door: Door = {
    backend: watched,
    listen: async (name, listener_) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener_ as (payload: never) => void);
      return () => void set.delete(listener_ as (payload: never) => void);
    },
    channel: <T>(told: (message: T) => void) => ({ onmessage: told }) as Channel<T>,
  };
  return { door, calls, copied, emit };
}

/** Makes a fake and opens the door onto it. */
export function openFake(options: FakeOptions = {}): Fake {
  const fake = makeFake(options);
  replaceDoor(fake.door);
  return fake;
}

const named = ({ id, number }: OrderSummaryView) => ({ orderId: id, number });

const ofAccount = ({ id, name, currency }: AccountView) => ({ accountId: id, accountName: name, currency });

function pageOf(
  orders: readonly OrderSummaryView[],
  query: OrderQuery,
  labelsOf: (id: string) => readonly string[],
) {
  const text = query.text ?? '';
  const found = orders.filter(
    (order) =>
      fakeMatch(text, order, labelsOf(order.id)) &&
      (query.accountId == null || order.accountId === query.accountId) &&
      (query.direction == null || order.direction === query.direction) &&
      (query.statuses === undefined ||
        query.statuses.length === 0 ||
        query.statuses.includes(order.status)) &&
      (query.needsPerson !== true || order.needsPerson) &&
      (query.from == null || order.createdAt >= query.from) &&
      (query.to == null || order.createdAt < query.to) &&
      (query.min == null || Number(order.amount) >= Number(query.min)) &&
      (query.max == null || Number(order.amount) <= Number(query.max)),
  );
  if (query.sort === 'oldest') found.reverse();
  if (query.sort === 'largest') found.sort((one, other) => Number(other.amount) - Number(one.amount));
  if (query.sort === 'smallest') found.sort((one, other) => Number(one.amount) - Number(other.amount));
  if (query.sort === 'status') found.sort((one, other) => one.status.localeCompare(other.status));
  const place = query.at == null ? 0 : found.findIndex((order) => beyond(order, query.at ?? '', query.sort));
  const begin = query.after == null ? (place < 0 ? found.length : place) : Number(query.after);
  const end = begin + (query.limit ?? 100);
  const next = end < found.length ? String(end) : null;
  return fakePage(found.slice(begin, end), { next, reading: fakeReading(text) });
}

/** Whether an order stands behind a moment of a list by time; in other lists every one does. */
const beyond = ({ createdAt }: OrderSummaryView, at: string, sort: OrderQuery['sort'] = 'newest'): boolean =>
  sort === 'newest' ? createdAt < at : sort === 'oldest' ? createdAt > at : true;

const fakeBalance = (accountId: string, currency: string, at: number): BalanceView => ({
  accountId,
  accountName: accountId,
  currency,
  available: '125340.75',
  frozen: '1200',
  waiting: null,
  claimed: '340.2',
  state: null,
  readAt: new Date(at).toISOString(),
});

const fakeBalances = ({ id, name, currency }: AccountView, at: number): AccountBalances => ({
  accountId: id,
  accountName: name,
  balances: [{ ...fakeBalance(id, currency, at), accountName: name }],
  history: [],
});

const fakeBanks = (accountId: string, fetchedAt: string | null): BanksView => ({
  accountId,
  fetchedAt,
  banks: [
    { value: 'BBVA MEXICO', name: 'BBVA MEXICO', code: '40012' },
    { value: 'SANTANDER', name: 'SANTANDER', code: '40014' },
    { value: 'STP', name: 'STP', code: '90646' },
  ],
  added: 0,
  removed: 0,
});

const fakeDays = (now: number): DayView[] =>
  Array.from({ length: 14 }, (_, at) => ({
    day: new Date(now - (13 - at) * 86_400_000).toISOString().slice(0, 10),
    currency: 'MXN',
    collected: String(4000 + ((at * 731) % 5000)),
    collectedCount: 6 + (at % 5),
    paidOut: String(2000 + ((at * 377) % 4000)),
    paidOutCount: 3 + (at % 4),
  }));
