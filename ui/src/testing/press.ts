import { waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

/**
 * Presses keys again and again until they were heard. A screen binds its keys a moment after it is drawn, so what is
 * pressed at its first sight may come too early; a key that is never heard still fails.
 */
export const pressUntil = (user: UserEvent, keys: string, heard: () => void): Promise<void> =>
  waitFor(async () => {
    await user.keyboard(keys);
    heard();
  });
