// The window's side of the shell: the only folder that imports @tauri-apps/*.
export type * from './bindings';
export { newQueryClient } from './client';
export { shell } from './commands';
export { copyText, openLink } from './device';
export { asIpcError, IpcError } from './error';
export { type ErrorAction, type ErrorEntry, errorEntry, type Severity } from './errors';
export { useOrderEvents, useShellEvents } from './events';
export { keys } from './keys';
export * from './queries';
