import { type Backend, door } from './door';
import { asIpcError } from './error';

/** Calls a command; whatever goes wrong is thrown as an `IpcError`. */
async function call<Name extends keyof Backend>(
  name: Name,
  ...args: Parameters<Backend[Name]>
): Promise<Awaited<ReturnType<Backend[Name]>>> {
  let answer: unknown;
  try {
    const command = door().backend[name] as (...all: Parameters<Backend[Name]>) => Promise<unknown>;
    answer = await command(...args);
  } catch (thrown) {
    throw asIpcError(thrown);
  }
  return unwrap(answer) as Awaited<ReturnType<Backend[Name]>>;
}

/** The generated functions may hand back `{status, data | error}` instead of throwing. */
function unwrap(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('status' in answer)) return answer;
  if (answer.status === 'ok' && 'data' in answer) return answer.data;
  if (answer.status === 'error' && 'error' in answer) throw asIpcError(answer.error);
  return answer;
}

/** Every command of the shell as a typed function that throws `IpcError`. */
export const shell: Backend = new Proxy({} as Backend, {
  get:
    (_target, name) =>
    (...args: unknown[]) =>
      call(name as keyof Backend, ...(args as never)),
});
