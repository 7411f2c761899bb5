import { Group } from '@mantine/core';
import classes from './Code.module.css';
import { CopyButton } from './Copy';

/** Splits a number for reading aloud: sizes `[3, 3, 11, 1]` for a CLABE; the last size repeats. */
export function grouped(value: string, sizes: readonly number[]): string[] {
  const groups: string[] = [];
  let at = 0;
  for (let turn = 0; at < value.length; turn += 1) {
    const size = sizes[Math.min(turn, sizes.length - 1)] ?? value.length;
    groups.push(value.slice(at, at + size));
    at += size;
  }
  return groups;
}

/** The grouping that suits a number: CLABE 3-3-11-1, card 4-4-4-4, else none. */
export function groupingOf(value: string): readonly number[] {
  if (/^\d{18}$/.test(value)) return [3, 3, 11, 1];
  if (/^\d{16}$/.test(value)) return [4];
  return [value.length];
}

type CodeProps = {
  value: string;
  /** What it is, for the copy button's name. Without it there is no button. */
  what?: string;
  /** Group sizes; without it as `groupingOf` says. */
  groups?: readonly number[];
};

/** A long number in a monospaced face. Gaps are drawn, not typed: what is copied or selected has no spaces. */
export function Code({ value, what, groups }: CodeProps) {
  const parts = grouped(value, groups ?? groupingOf(value));
  let at = 0;
  return (
    <Group gap={2} wrap="nowrap" component="span" display="inline-flex" className={classes['code'] ?? ''}>
      <span className={classes['text']}>
        {parts.map((part) => {
          const key = at;
          at += part.length;
          return (
            <span key={key} className={classes['group']}>
              {part}
            </span>
          );
        })}
      </span>
      {what === undefined ? null : <CopyButton text={value} what={what} />}
    </Group>
  );
}
