import type { OrderQuery } from './bindings';

/** The names under which answers are cached; `events.ts` says which event makes which of them stale. */
export const keys = {
  appState: ['appState'] as const,
  statusLine: ['statusLine'] as const,
  markets: ['markets'] as const,
  accounts: ['accounts'] as const,
  paidToday: (accountId: string) => ['paidToday', accountId] as const,
  overview: ['overview'] as const,
  orders: ['orders'] as const,
  orderList: (query: OrderQuery) => ['orders', 'list', query] as const,
  orderCount: (query: OrderQuery) => ['orders', 'count', query] as const,
  orderFind: (text: string) => ['orders', 'find', text] as const,
  savedViews: ['savedViews'] as const,
  searchCounts: ['searchCounts'] as const,
  searchCount: (question: unknown) => ['searchCounts', question] as const,
  allSearchValues: ['searchValues'] as const,
  searchValues: (filter: string) => ['searchValues', filter] as const,
  order: (id: string) => ['order', id] as const,
  /** The details of all orders. */
  details: ['order'] as const,
  labels: ['labels'] as const,
  linkHandler: ['linkHandler'] as const,
  balances: ['balances'] as const,
  banks: (accountId: string) => ['banks', accountId] as const,
  drafts: ['draft'] as const,
  draft: (accountId: string, draft: unknown) => ['draft', accountId, draft] as const,
  deliveries: ['deliveries'] as const,
  listener: ['listener'] as const,
  data: ['data'] as const,
  importPreview: (token: string, accountId: string, mapping: unknown) =>
    ['import', token, accountId, mapping] as const,
};
