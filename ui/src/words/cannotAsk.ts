import { type HealthView, type OrderDetailView, useAppState } from '../ipc';

/**
 * Why an order cannot be asked about: its record is damaged, the whole ledger is damaged and takes nothing in, or this
 * gateway has no way to be asked about it.
 */
export type CannotAsk = 'record' | 'ledger' | 'gateway';

/** The cause, or `null` where it can be asked about. Damage comes first: it is mended by a backup, not by a gateway. */
export function cannotAsk(
  { summary, canAsk }: Pick<OrderDetailView, 'summary' | 'canAsk'>,
  health: HealthView | undefined,
): CannotAsk | null {
  if (canAsk) return null;
  if (summary.damaged) return 'record';
  return health?.damage == null ? 'gateway' : 'ledger';
}

/** The same for an order on show. */
export const useCannotAsk = (order: Pick<OrderDetailView, 'summary' | 'canAsk'>): CannotAsk | null =>
  cannotAsk(order, useAppState().data?.health);
