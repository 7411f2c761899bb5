// Which columns are shown, in which order and how wide: what a person has changed of it. Pure.

/** The person's changes. What is not in it is as the program has it. */
export type ColumnSetting = {
  /** The columns to show; without it as many as there is room for. */
  shown?: readonly string[];
  /** All columns in their order. */
  order?: readonly string[];
  /** Widths in `rem`, by column. */
  widths?: Readonly<Record<string, number>>;
};

/** Widths beyond these are mistakes of the hand. */
const WIDTH_REM = { min: 3, max: 60 };

/** All ids in the person's order; columns that are newer than the setting stand where the program has them. */
export function ordered(ids: readonly string[], { order = [] }: ColumnSetting): string[] {
  const kept = order.filter((id) => ids.includes(id));
  for (const [at, id] of ids.entries()) {
    if (kept.includes(id)) continue;
    const before = ids.slice(0, at).findLast((other) => kept.includes(other));
    kept.splice(before === undefined ? 0 : kept.indexOf(before) + 1, 0, id);
  }
  return kept;
}

/** The setting with a column put before the one that is `before` it now; at the end without one. */
export function moved(
  ids: readonly string[],
  setting: ColumnSetting,
  id: string,
  before: string | undefined,
): ColumnSetting {
  if (before === id) return setting;
  const others = ordered(ids, setting).filter((other) => other !== id);
  const at = before === undefined || !others.includes(before) ? others.length : others.indexOf(before);
  return { ...setting, order: [...others.slice(0, at), id, ...others.slice(at)] };
}

/** The setting with a width for a column. */
export const sized = (setting: ColumnSetting, id: string, rem: number): ColumnSetting => ({
  ...setting,
  widths: { ...setting.widths, [id]: Math.min(Math.max(rem, WIDTH_REM.min), WIDTH_REM.max) },
});

/** Reads what was kept, leniently: what is not understood is as if it had never been set. */
export function readSetting(stored: string | undefined): ColumnSetting {
  const parts = parsed(stored);
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((part): part is string => typeof part === 'string') : undefined;
  const shown = texts(parts['shown']);
  const order = texts(parts['order']);
  const widths = Object.entries(record(parts['widths'])).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === 'number' && entry[1] >= WIDTH_REM.min && entry[1] <= WIDTH_REM.max,
  );
  return {
    ...(shown === undefined || shown.length === 0 ? {} : { shown }),
    ...(order === undefined ? {} : { order }),
    ...(widths.length === 0 ? {} : { widths: Object.fromEntries(widths) }),
  };
}

/** Whether the columns are as the program has them. */
export const isUntouched = (setting: ColumnSetting): boolean => Object.keys(setting).length === 0;

function parsed(stored: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(stored ?? '{}'));
  } catch {
    return {};
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
