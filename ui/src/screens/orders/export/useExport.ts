import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import {
  asIpcError,
  type ExportDone,
  type ExportRequest,
  exportOrders,
  type IpcError,
  shell,
} from '../../../ipc';
import { useAnnounce } from '../../../parts';

/** How a file comes about. */
export type Exporting =
  | { state: 'idle' }
  /** The system asks where to put it. */
  | { state: 'choosing' }
  /** `total` is counted meanwhile: nothing until it is known. */
  | { state: 'writing'; rows: number; total: number | null; stopping: boolean }
  | { state: 'failed'; error: IpcError };

/** Writes one file at a time; goes on while the dialog is closed, and says what came of it. */
export function useExport(onWritten: () => void) {
  const intl = useIntl();
  const announce = useAnnounce();
  const [exporting, tell] = useState<Exporting>({ state: 'idle' });
  const busy = useRef(false);
  const run = async (request: ExportRequest) => {
    if (busy.current) return;
    busy.current = true;
    tell({ state: 'choosing' });
    try {
      const done = await exportOrders(request, ({ rows, total }) =>
        tell((now) => ({ state: 'writing', rows, total, stopping: now.state === 'writing' && now.stopping })),
      );
      tell({ state: 'idle' });
      if (done.end === 'no_place') return;
      const said = saidOf(intl, done);
      announce(said);
      notifications.show({ message: said, autoClose: done.unreadable === 0 ? 8000 : false });
      onWritten();
    } catch (thrown) {
      tell({ state: 'failed', error: asIpcError(thrown) });
    } finally {
      busy.current = false;
    }
  };
  return {
    exporting,
    start: (request: ExportRequest) => void run(request),
    stop: () => {
      tell((now) => (now.state === 'writing' ? { ...now, stopping: true } : now));
      // It ends by itself soon if the word does not arrive.
      shell.stopExport().catch(() => undefined);
    },
  };
}

function saidOf(intl: ReturnType<typeof useIntl>, { end, rows, unreadable, name }: ExportDone): string {
  if (end === 'stopped') return intl.formatMessage({ id: 'export.stopped' });
  const written = intl.formatMessage({ id: 'export.written' }, { rows, name: name ?? '' });
  if (unreadable === 0) return `${written}.`;
  return `${written}. ${intl.formatMessage({ id: 'export.unreadable' }, { count: unreadable })}`;
}
