import type {
  ImportMapping,
  ImportPreviewView,
  ImportQuestion,
  ImportResultView,
  ImportSheetView,
  ImportTrouble,
} from '../bindings';
import type { Backend } from '../door';

/** A file of payouts as a console exports it: one status word that nobody knows, one column of no use. */
export const fakeSheet = (more: Partial<ImportSheetView> = {}): ImportSheetView => ({
  token: 'file-1',
  name: 'payouts october.csv',
  rows: 2400,
  encoding: 'utf8',
  unreadable: 0,
  page: null,
  pages: [],
  ragged: 0,
  raggedLines: [],
  columns: [
    {
      title: 'Merchant Order No',
      samples: ['01JD4Q0001AAAAAAAAAAAAB', '01JD4Q0002AAAAAAAAAAAAC', '01JD4Q0003AAAAAAAAAAAAD'],
      guesses: [{ field: 'number', why: 'title' }],
    },
    {
      title: 'Order No',
      samples: ['PAYOUT8551739282639106001', 'PAYOUT8551739282639106002'],
      guesses: [{ field: 'gateway_number', why: 'vague_title' }],
    },
    {
      title: 'Create Time',
      samples: ['2026-10-01 09:15:02', '2026-10-01 10:00:00'],
      guesses: [{ field: 'created_at', why: 'title' }],
    },
    {
      title: 'Amount (MXN)',
      samples: ['1,234', '500.50', '15,000.00'],
      guesses: [{ field: 'amount', why: 'title' }],
    },
    {
      title: 'Order Status',
      samples: ['SUCCESS', 'FAIL', 'PENDIENTE'],
      guesses: [{ field: 'status', why: 'title' }],
    },
    {
      title: 'Account Name',
      samples: ['García López, María', 'José Ñáñez Ibáñez'],
      guesses: [{ field: 'name', why: 'title' }],
    },
    {
      title: 'Account No',
      samples: ['012180003005680000', '012180003005680013'],
      guesses: [{ field: 'account_no', why: 'values' }],
    },
    { title: 'Operator', samples: ['ana', 'luis'], guesses: [] },
  ],
  mapping: fakeMapping(),
  zoneSource: 'market',
  remembered: false,
  practice: false,
  ...more,
});

export const fakeMapping = (more: Partial<ImportMapping> = {}): ImportMapping => ({
  columns: [
    { field: 'number', column: 0 },
    { field: 'gateway_number', column: 1 },
    { field: 'created_at', column: 2 },
    { field: 'amount', column: 3 },
    { field: 'status', column: 4 },
    { field: 'name', column: 5 },
    { field: 'account_no', column: 6 },
  ],
  dateOrder: 'year_first',
  dateCells: null,
  zone: '-06:00',
  decimals: 'point',
  product: { kind: 'gateway_number' },
  statuses: [
    { word: 'SUCCESS', direction: 'payout', status: 'succeeded', ask: false, rows: 2150 },
    { word: 'FAIL', direction: 'payout', status: 'failed', ask: false, rows: 180 },
    { word: 'PENDIENTE', direction: 'payout', status: 'pending', ask: true, rows: 58 },
  ],
  ...more,
});

export const fakeTrouble = (more: Partial<ImportTrouble> = {}): ImportTrouble => ({
  line: 3,
  kind: 'number_missing',
  field: null,
  text: null,
  otherLine: null,
  identical: false,
  count: null,
  limit: null,
  ...more,
});

const total = (status: 'succeeded' | 'failed' | 'pending', orders: number, amount: string) => ({
  product: 'payout' as const,
  status,
  currency: 'MXN',
  orders,
  amount,
  fees: status === 'succeeded' ? '21500' : '0',
});

export const fakePreview = (
  mapping: ImportMapping,
  more: Partial<ImportPreviewView> = {},
): ImportPreviewView => ({
  mapping,
  questions: mapping.statuses.some(({ ask, status }) => ask || status === null) ? [{ code: 'statuses' }] : [],
  usable: true,
  badZone: false,
  good: 2388,
  bad: 12,
  problems: [
    {
      kind: 'digits_eaten',
      rows: 9,
      examples: [41, 77, 102, 340, 341, 342, 800, 1200, 2001].map((line) =>
        fakeTrouble({ line, kind: 'digits_eaten', field: 'number', text: '1.23E+17' }),
      ),
    },
    {
      kind: 'number_repeated',
      rows: 3,
      examples: [55, 56, 900].map((line) =>
        fakeTrouble({ line, kind: 'number_repeated', otherLine: line - 1, identical: false }),
      ),
    },
  ],
  doubts: [{ field: 'account_no', kind: 'check_digit', rows: 4, lines: [12, 19, 77, 1031] }],
  totals: [
    total('succeeded', 2150, '2841500.75'),
    total('failed', 180, '90250'),
    total('pending', 58, '31200'),
  ],
  from: '2026-10-01T06:00:00.000Z',
  to: '2026-10-31T23:10:00.000Z',
  first: [
    {
      line: 2,
      number: '01JD4Q0001AAAAAAAAAAAAB',
      createdAt: '2026-10-01T15:15:02.000Z',
      name: 'García López, María',
      product: 'payout',
      amount: '1234',
      currency: 'MXN',
      status: 'succeeded',
    },
    {
      line: 3,
      number: '01JD4Q0002AAAAAAAAAAAAC',
      createdAt: '2026-10-01T16:00:00.000Z',
      name: null,
      product: 'payout',
      amount: '500.5',
      currency: 'MXN',
      status: 'failed',
    },
  ],
  ...more,
});

export const fakeImported = (more: Partial<ImportResultView> = {}): ImportResultView => ({
  written: 2380,
  known: 8,
  refused: 12,
  refusedRows: [
    fakeTrouble(),
    fakeTrouble({ line: 55, kind: 'number_repeated', otherLine: 54, identical: true }),
  ],
  differenceCount: 1,
  differences: [
    {
      line: 90,
      orderId: 'order-3',
      number: 'CF2611220003K',
      field: 'status',
      here: 'succeeded',
      inFile: 'returned',
    },
  ],
  left: 0,
  foundBy: '"imported 2026-11-22 20:15:30"',
  failure: null,
  ...more,
});

/** The questions that a file leaves open while its mapping leaves them open. */
export const fakeQuestions = (mapping: ImportMapping): ImportQuestion[] => [
  ...(['number', 'created_at', 'amount', 'status'] as const)
    .filter((field) => !mapping.columns.some((choice) => choice.field === field))
    .map((field) => ({ code: 'field_missing' as const, field })),
  ...(mapping.product === null ? [{ code: 'product' as const }] : []),
  ...(mapping.statuses.some(({ ask, status }) => ask || status === null)
    ? [{ code: 'statuses' as const }]
    : []),
];

type ImportCommands = Pick<
  Backend,
  'importChoose' | 'importRead' | 'importPreview' | 'importRun' | 'importStop' | 'importSaveRefused'
>;

/** The commands of an import: one file, read as it is. */
export const importCommands = (begin: Partial<ImportSheetView> | undefined): ImportCommands => ({
  importChoose: async () => fakeSheet(begin),
  importRead: async (_token, _accountId, { page }) => fakeSheet({ ...begin, page }),
  importPreview: async (_token, _accountId, mapping) => {
    const questions = fakeQuestions(mapping);
    const usable = !questions.some(({ code }) => code === 'field_missing' || code === 'product');
    return fakePreview(mapping, { questions, usable });
  },
  importRun: async (_token, _accountId, _mapping, progress) => {
    progress.onmessage({ done: 1000, of: 2400, written: 996 });
    return fakeImported();
  },
  importStop: async () => null,
  importSaveRefused: async () => true,
});
