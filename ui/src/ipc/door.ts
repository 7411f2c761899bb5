// The one door to the shell. Tests open it onto an in-memory fake instead (see fake/).
import { writeText } from '@tauri-apps/plugin-clipboard-manager';
import { commands, events } from './bindings';

type Commands = typeof commands;
type Events = typeof events;

/** What a command brings when it succeeds, whichever way the generated code reports failures. */
type Settled<R> = Extract<R, { status: 'ok'; data: unknown }> extends never
  ? R
  : Extract<R, { status: 'ok'; data: unknown }>['data'];

/** The commands as plain functions that throw. */
export type Backend = {
  [Name in keyof Commands]: (
    ...args: Parameters<Commands[Name]>
  ) => Promise<Settled<Awaited<ReturnType<Commands[Name]>>>>;
};

export type EventName = keyof Events;
type Listener<T> = (event: { payload: T }) => void;
export type EventPayload<Name extends EventName> = Parameters<Parameters<Events[Name]['listen']>[0]>[0]['payload'];
export type Listen = <Name extends EventName>(
  name: Name,
  listener: Listener<EventPayload<Name>>,
) => Promise<() => void>;

export type Door = {
  backend: Backend;
  listen: Listen;
  writeClipboard: (text: string) => Promise<void>;
};

const shell: Door = {
  backend: commands as unknown as Backend,
  listen: (name, listener) => events[name].listen(listener as never),
  writeClipboard: writeText,
};

let open: Door = shell;

/** The door in use. */
export const door = (): Door => open;

/** Opens the door onto something else; tests and the look-at page only. */
export function replaceDoor(other: Door): void {
  open = other;
}
