import { Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { en, type TextId } from '../../texts';
import classes from './draft.module.css';

/** What a key of the catalogue says, as a sentence; `null` for keys without a text. */
export function useNote(): (note: string | null) => string | null {
  const intl = useIntl();
  return (note) => {
    const id = `forms.note.${note ?? ''}`;
    return Object.hasOwn(en, id) ? intl.formatMessage({ id: id as TextId }) : null;
  };
}

/** Marks what the gateway's documents do not say clearly. */
export function OurReading() {
  const intl = useIntl();
  return (
    <Tooltip label={intl.formatMessage({ id: 'forms.ours.why' })} multiline maw="20rem">
      <span className={classes['ours']}>{intl.formatMessage({ id: 'forms.ours' })}</span>
    </Tooltip>
  );
}

/** A field's label with the gateway's own name for it, small; that name is not part of what is read out. */
export function FieldLabel({ text, name, ours }: { text: string; name: string; ours: boolean }) {
  return (
    <>
      {text}
      <span aria-hidden className={classes['wire']}>
        {name}
        {ours ? (
          <>
            {' · '}
            <OurReading />
          </>
        ) : null}
      </span>
    </>
  );
}

/** Sentences below a field, one after the other. */
export function HelpLines({ lines }: { lines: readonly ReactNode[] }) {
  const given = lines.filter((line) => line !== null && line !== undefined && line !== '');
  if (given.length === 0) return null;
  return given.map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no other name and never move
    <span key={at} className={classes['help']}>
      {line}
    </span>
  ));
}

/** What is odd about a field, in another style than what is wrong with it. */
export function WarningLine({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" component="div" className={classes['warning'] ?? ''}>
      {children}
    </Text>
  );
}
