// The list of orders as a file.
import type { ExportDone, ExportProgress, ExportRequest } from './bindings';
import { shell } from './commands';
import { door } from './door';

/** Writes orders to a file where a person wants it; tells how far it is. */
export const exportOrders = (
  request: ExportRequest,
  told: (progress: ExportProgress) => void,
): Promise<ExportDone> => shell.exportOrders(request, door().channel(told));
