import { ActionIcon, Button, type ButtonProps, Tooltip } from '@mantine/core';
import { type Icon, IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { useAnnounce } from './LiveRegion';

type Write = (text: string) => Promise<void>;
const Clipboard = createContext<Write>(async () => {
  throw new Error('no clipboard was handed in');
});

/** Hands the clipboard to the parts, which may not talk to the shell themselves. */
export function CopyProvider({ write, children }: { write: Write; children: ReactNode }) {
  return <Clipboard value={write}>{children}</Clipboard>;
}

type Outcome = 'copied' | 'failed' | undefined;

/** Copies a text and says so; the outcome stands for two seconds. */
export function useCopy(): [copy: (text: string, what: string) => void, outcome: Outcome] {
  const intl = useIntl();
  const write = useContext(Clipboard);
  const announce = useAnnounce();
  const [outcome, settle] = useState<Outcome>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => settle(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (text: string, what: string) => {
    write(text).then(
      () => {
        settle('copied');
        announce(intl.formatMessage({ id: 'parts.copied_what' }, { what }));
      },
      () => {
        settle('failed');
        announce(intl.formatMessage({ id: 'parts.copy_failed' }));
      },
    );
  };
  return [copy, outcome];
}

type CopyProps = {
  /** What goes to the clipboard. */
  text: string;
  /** What it is, in the person's language: "order number". */
  what: string;
};

const sign = { copied: IconCheck, failed: IconX };

/** A small button beside a text. */
export function CopyButton({ text, what }: CopyProps) {
  const intl = useIntl();
  const [copy, outcome] = useCopy();
  const Sign = outcome === undefined ? IconCopy : sign[outcome];
  const name = intl.formatMessage({ id: 'parts.copy_what' }, { what });
  const hint =
    outcome === undefined
      ? name
      : intl.formatMessage({ id: outcome === 'copied' ? 'parts.copied' : 'parts.copy_failed' });
  return (
    <Tooltip label={hint}>
      <ActionIcon size="sm" aria-label={name} onClick={() => copy(text, what)}>
        <Sign size="1em" aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

type CopyTextProps = Omit<CopyProps, 'text'> & {
  /** What goes to the clipboard; a function where it is worth making only when it is wanted. */
  text: string | (() => string);
  icon?: Icon;
};

/** A button with words, for the thing most people want to copy. */
export function CopyTextButton({
  text,
  what,
  icon = IconCopy,
  children,
  ...rest
}: CopyTextProps & ButtonProps & { children: ReactNode }) {
  const intl = useIntl();
  const [copy, outcome] = useCopy();
  const Sign = outcome === undefined ? icon : sign[outcome];
  return (
    <Button
      variant="default"
      leftSection={<Sign size="1.1em" aria-hidden />}
      onClick={() => copy(typeof text === 'string' ? text : text(), what)}
      {...rest}
    >
      {outcome === undefined
        ? children
        : intl.formatMessage({ id: outcome === 'copied' ? 'parts.copied' : 'parts.copy_failed' })}
    </Button>
  );
}
