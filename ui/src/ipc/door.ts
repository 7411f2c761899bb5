// The one door to the shell. Tests open it onto an in-memory fake instead (src/ipc/fake).
import { Channel } from '@tauri-apps/api/core';
import { commands, events } from './bindings';

/** The commands of the shell as generated from Rust. */
export type Backend = typeof commands;

type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<Name extends EventName> = Parameters<
  Parameters<Events[Name]['listen']>[0]
>[0]['payload'];
type Listen = <Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
) => Promise<() => void>;

/** A channel on which a command tells how far it is. */
type OpenChannel = <T>(told: (message: T) => void) => Channel<T>;

export type Door = { backend: Backend; listen: Listen; channel: OpenChannel };

/** The events differ in their payloads only, which the name ties to the listener. */
type AnyEvent = { listen: (tell: (event: { payload: unknown }) => void) => Promise<() => void> };

let open: Door = {
  backend: commands,
  listen: (name, listener) =>
    (events[name] as unknown as AnyEvent).listen(({ payload }) => listener(payload as never)),
  channel: (told) => new Channel(told),
};

/** The door in use. */
export const door = (): Door => open;

/** Opens the door onto something else; tests and the look-at page only. */
export function replaceDoor(other: Door): void {
  open = other;
}
