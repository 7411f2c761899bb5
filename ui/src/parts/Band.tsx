import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Band.module.css';

/** A strip across the window for what must not be overlooked: icon, one strong word, a sentence. */
export function Band({
  icon: Sign,
  word,
  tone,
  name,
  children,
}: {
  icon: Icon;
  word: string;
  tone: 'practice' | 'warn' | 'bad' | 'wait';
  /** The strip's name as a landmark for people who cannot see it; without one it is part of what surrounds it. */
  name?: string;
  children?: ReactNode;
}) {
  const Strip = name === undefined ? 'div' : 'section';
  return (
    <Strip className={classes['band']} data-tone={tone} aria-label={name}>
      <Sign size="1.15em" stroke={2} aria-hidden />
      <strong>{word}</strong>
      <span className={classes['text']}>{children}</span>
    </Strip>
  );
}
