import { useSyncExternalStore } from 'react';

const read = (): number => {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(size) && size > 0 ? size : 16;
};

function follow(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

/** How many pixels one `rem` is now; changes with the person's text size. */
export const useRem = (): number => useSyncExternalStore(follow, read);

/** How wide the window is in `rem`: what matters for room, whatever the text size. */
export const useWidthInRem = (): number => useSyncExternalStore(follow, () => window.innerWidth / read());
