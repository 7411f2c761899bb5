// The window's side of the shell: the only folder that imports @tauri-apps/*.
export type * from './bindings';
export { newQueryClient } from './client';
export { shell } from './commands';
export { copyText, openLink } from './device';
export { asIpcError, doneUnread, IpcError } from './error';
export { type ErrorAction, type ErrorEntry, errorEntry, readingEntry, type Severity } from './errors';
export { useOrderEvents, useShellEvents } from './events';
export { exportOrders } from './exports';
export { importHistory, useImportPreview } from './imports';
export { keys } from './keys';
export { useLabels } from './marks';
export { type Beginning, useOrders } from './orderPages';
export { usePlaces } from './places';
export * from './queries';
export {
  type CountQuestion,
  useFilterValues,
  useFreshCounts,
  useKeepViews,
  useSavedViews,
  useSearchCounts,
} from './searches';
