import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { KeyHint, useKeys } from '../../parts';

/** The button sleeps so long: nobody sends money with the second half of a double click. */
export const WAKE_MS = 1000;

type SendButtonProps = {
  children: ReactNode;
  onSend: () => void;
  busy: boolean;
  /** Something is still missing. */
  disabled?: boolean;
};

/** Sends money: by a press or by Ctrl Enter, never by Enter alone, and not in the first second. */
export function SendButton({ children, onSend, busy, disabled = false }: SendButtonProps) {
  const intl = useIntl();
  const [awake, wake] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => wake(true), WAKE_MS);
    return () => clearTimeout(timer);
  }, []);
  const send = () => {
    if (awake && !busy && !disabled) onSend();
  };
  useKeys([
    {
      keys: 'Ctrl+Enter',
      label: intl.formatMessage({ id: 'outcome.key.send' }),
      run: send,
      whileTyping: true,
    },
  ]);
  return (
    <Button
      type="button"
      size="md"
      leftSection={<IconSend size="1.1em" aria-hidden />}
      rightSection={<KeyHint keys="Ctrl+Enter" />}
      disabled={!awake || disabled}
      loading={busy}
      aria-keyshortcuts="Control+Enter"
      onKeyDown={(event) => {
        // Enter with Ctrl is heard by the window's keys; Enter alone shall do nothing here.
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
      }}
      onClick={send}
    >
      {children}
    </Button>
  );
}
