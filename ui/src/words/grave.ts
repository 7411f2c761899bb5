import type { DirectionKind, FlagKind, OrderSummaryView } from '../ipc';

/** Flags that mean that money may be lost: told in red, with what to do now, the gravest first. */
export const graveFlags = [
  'paid_twice',
  'abandoned_but_exists',
  'refused_but_exists',
  'several_found',
  'reversed',
] as const satisfies readonly FlagKind[];

export type GraveFlag = (typeof graveFlags)[number];

type Flagged = Pick<OrderSummaryView, 'direction' | 'flags'>;

/** Whether a flag is one of them. Several orders under one number lose money where we pay, not where we are paid. */
export const isGrave = (flag: FlagKind, direction: DirectionKind): boolean =>
  (graveFlags as readonly FlagKind[]).includes(flag) &&
  !(flag === 'several_found' && direction === 'collect');

/** The gravest of an order's flags, if any is grave. */
export const gravest = ({ direction, flags }: Flagged): GraveFlag | undefined =>
  graveFlags.find((grave) => flags.includes(grave) && isGrave(grave, direction));
