import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Pill.module.css';

export type Tone = 'good' | 'bad' | 'warn' | 'wait' | 'plain';

/** A state in one glance: icon, word and colour together, never colour alone. Plain elements: every row of a list has one. */
export function Pill({ tone, icon: Sign, children }: { tone: Tone; icon: Icon; children: ReactNode }) {
  return (
    <span className={classes['pill']} data-tone={tone}>
      <Sign size="1.15em" stroke={2} aria-hidden />
      {children}
    </span>
  );
}
