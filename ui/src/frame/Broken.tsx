import type { ErrorComponentProps } from '@tanstack/react-router';
import { FailedToLoad } from '../words';

/** A fault of the window itself: said plainly, with a way to go on. Nothing is sent from a screen that broke. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return <FailedToLoad error={error} onAgain={reset} />;
}
