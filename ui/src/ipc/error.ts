import type { CommandError, FieldProblemView } from './bindings';

/** A refusal or failure of a command, as the shell reports it. */
export class IpcError extends Error {
  override readonly name = 'IpcError';

  constructor(
    readonly code: string,
    message: string,
    /** Facts to fill the text of the code with; never a secret. */
    readonly details: Readonly<Record<string, string>> = {},
    /** Fields to mend. */
    readonly problems: readonly FieldProblemView[] = [],
  ) {
    super(message);
  }
}

/** Anything thrown, as an `IpcError`: what the shell threw keeps its code, all else is `unexpected`. */
export function asIpcError(thrown: unknown): IpcError {
  if (thrown instanceof IpcError) return thrown;
  if (isCommandError(thrown)) {
    return new IpcError(thrown.code, thrown.message, thrown.details ?? {}, thrown.problems ?? []);
  }
  return new IpcError('unexpected', thrown instanceof Error ? thrown.message : String(thrown));
}

/** The order with which a command did what it was asked to, though its page could not be read afterwards. */
export const doneUnread = ({ code, details }: IpcError): string | undefined =>
  code === 'done_unread' ? details['orderId'] : undefined;

function isCommandError(thrown: unknown): thrown is CommandError {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    'message' in thrown &&
    typeof thrown.code === 'string' &&
    typeof thrown.message === 'string'
  );
}
