/** What is only asked once nothing newer has been asked for so long: a burst of events or of letters asks once. */
export const quiet = (signal: AbortSignal, ms: number) =>
  new Promise<void>((done, gone) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      gone(signal.reason);
    });
  });
