import { VisuallyHidden } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const Announcer = createContext<(text: string) => void>(() => undefined);

/** Says something to people who cannot see it happen. */
export const useAnnounce = () => useContext(Announcer);

/** Holds the window's one polite live region. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [said, say] = useState({ text: '', turn: 0 });
  // A text said twice in a row is a new element, else it would be read once.
  const announce = useCallback((text: string) => say((last) => ({ text, turn: last.turn + 1 })), []);
  return (
    <Announcer value={announce}>
      {children}
      <VisuallyHidden role="status" aria-live="polite">
        <span key={said.turn}>{said.text}</span>
      </VisuallyHidden>
    </Announcer>
  );
}
