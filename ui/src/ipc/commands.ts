import { type Backend, door } from './door';
import { asIpcError } from './error';

/** Every command of the shell as a typed function; whatever goes wrong is thrown as an `IpcError`. */
export const shell: Backend = new Proxy({} as Backend, {
  get:
    (_target, name) =>
    async (...args: unknown[]) => {
      try {
        const command = door().backend[name as keyof Backend] as (...all: unknown[]) => Promise<unknown>;
        return await command(...args);
      } catch (thrown) {
        throw asIpcError(thrown);
      }
    },
});
