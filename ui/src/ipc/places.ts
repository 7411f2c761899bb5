// Where the main window is asked to go from outside it.
import { useEffect, useRef } from 'react';
import type { PlaceView } from './bindings';
import { shell } from './commands';
import { door } from './door';

/** Goes where a link, or a window of an order's own, leads: also what was asked for before this window was ready. */
export function usePlaces(go: (place: PlaceView) => void): void {
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const take = () =>
      void shell.takePlace().then(
        (place) => {
          if (place !== null) latest.current(place);
        },
        // What could not be looked up leads nowhere; the window stays as it is.
        () => undefined,
      );
    const stop = door().listen('placeAsked', take);
    // Only once it listens: what is asked for in between would be lost.
    void stop.then(take);
    return () => void stop.then((end) => end());
  }, []);
}
