import type { ImportField, ImportMapping, ImportProductRule, ImportStatusRule } from '../../ipc';

/** What a column can be, in the order in which it is offered. */
export const fields: readonly ImportField[] = [
  'number',
  'created_at',
  'amount',
  'status',
  'product',
  'gateway_number',
  'channel_number',
  'channel',
  'actual_amount',
  'fee',
  'currency',
  'name',
  'account_no',
  'account_kind',
  'bank',
  'phone',
  'email',
  'remark',
  'document_number',
  'reason',
  'completed_at',
  'returned_at',
  'pay_url',
  'pay_code',
  'reference',
  'concept',
];

const times: readonly ImportField[] = ['created_at', 'completed_at', 'returned_at'];
const sums: readonly ImportField[] = ['amount', 'actual_amount', 'fee'];

/** The fields that a column is read as. */
export const fieldsOf = ({ columns }: ImportMapping, column: number): ImportField[] =>
  columns.filter((choice) => choice.column === column).map(({ field }) => field);

/** The column that a field is read from. */
export const columnOf = ({ columns }: ImportMapping, field: ImportField): number | undefined =>
  columns.find((choice) => choice.field === field)?.column;

/**
 * The mapping with a column read as a field, or as none. A field is read from one column: it moves. What the former
 * columns had decided about dates, sums and kinds is found anew.
 */
export function readAs(mapping: ImportMapping, column: number, field: ImportField | null): ImportMapping {
  const columns = mapping.columns.filter((choice) => choice.column !== column && choice.field !== field);
  if (field !== null) columns.push({ field, column });
  const touched = new Set([...fieldsOf(mapping, column), ...(field === null ? [] : [field])]);
  const touches = (some: readonly ImportField[]) => some.some((one) => touched.has(one));
  return {
    ...mapping,
    columns,
    dateOrder: touches(times) ? null : mapping.dateOrder,
    dateCells: touches(times) ? null : mapping.dateCells,
    decimals: touches(sums) ? null : mapping.decimals,
    product:
      touches(['product', 'gateway_number']) && mapping.product?.kind !== 'fixed' ? null : mapping.product,
  };
}

/** The kinds of order as a choice: `fixed:payout`, `column`, `gateway_number`. */
export const productChoice = (rule: ImportProductRule | null): string | null =>
  rule === null ? null : rule.kind === 'fixed' ? `fixed:${rule.product}` : rule.kind;

/** The rule of a choice; what the words of a column mean is found by the shell. */
export function productRule(choice: string): ImportProductRule | null {
  switch (choice) {
    case 'fixed:payout':
      return { kind: 'fixed', product: 'payout' };
    case 'fixed:collect':
      return { kind: 'fixed', product: 'collect' };
    case 'fixed:cashier_desk':
      return { kind: 'fixed', product: 'cashier_desk' };
    case 'column':
      return { kind: 'column', words: [] };
    case 'gateway_number':
      return { kind: 'gateway_number' };
    default:
      return null;
  }
}

/** The mapping with a person's word on a status word. */
export const decide = (
  mapping: ImportMapping,
  rule: ImportStatusRule,
  status: ImportStatusRule['status'],
): ImportMapping => ({
  ...mapping,
  statuses: mapping.statuses.map((other) =>
    other.word === rule.word && other.direction === rule.direction ? { ...other, status, ask: false } : other,
  ),
});
