// Calls a command so often, one call after the other; answers with nanoseconds a call. The page's clock counts whole
// milliseconds, so that many calls are timed together.
const [command, args, times] = arguments;
const done = arguments[arguments.length - 1];
const { invoke } = window.__TAURI_INTERNALS__;
(async () => {
  const started = performance.now();
  for (let n = 0; n < times; n += 1) await invoke(command, args);
  return Math.round(((performance.now() - started) * 1e6) / times);
})().then(done, (error) => done(`failed: ${JSON.stringify(error)}`));
