/** A refusal or failure of a command, as the shell reports it. */
export class IpcError extends Error {
  override readonly name = 'IpcError';

  constructor(
    readonly code: string,
    message: string,
    /** Facts to fill the text of the code with; never a secret. */
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Anything thrown, as an `IpcError`: what the shell threw keeps its code, all else is `unexpected`. */
export function asIpcError(thrown: unknown): IpcError {
  if (thrown instanceof IpcError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const { code, message, details } = thrown as { code: unknown; message?: unknown; details?: unknown };
    return new IpcError(String(code), typeof message === 'string' ? message : String(code), texts(details));
  }
  return new IpcError('unexpected', thrown instanceof Error ? thrown.message : String(thrown));
}

function texts(details: unknown): Record<string, string> {
  if (typeof details !== 'object' || details === null) return {};
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
