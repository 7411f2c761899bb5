import type { FlagKind } from '../ipc';

/** Flags that mean that money may be lost: told in red, with what to do now, the gravest first. */
export const graveFlags = [
  'paid_twice',
  'abandoned_but_exists',
  'refused_but_exists',
  'reversed',
] as const satisfies readonly FlagKind[];

export type GraveFlag = (typeof graveFlags)[number];

/** Whether a flag is one of them. */
export const isGrave = (flag: FlagKind): flag is GraveFlag =>
  (graveFlags as readonly FlagKind[]).includes(flag);

/** The gravest of an order's flags, if any is grave. */
export const gravest = (flags: readonly FlagKind[]): GraveFlag | undefined =>
  graveFlags.find((grave) => flags.includes(grave));
