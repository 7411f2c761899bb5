import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import {
  asIpcError,
  type ImportMapping,
  type ImportProgressView,
  type ImportReading,
  type ImportResultView,
  type ImportSheetView,
  type IpcError,
  importHistory,
  keys,
  shell,
  useAppState,
  useCommand,
  useImportPreview,
} from '../../ipc';
import { useAnnounce } from '../../parts';

/** A file that is being looked at: what was read of it, and how. */
export type Looked = { sheet: ImportSheetView; accountId: string; mapping: ImportMapping };

/** Everything about one import: the file, how it is read, what would come of it, writing it. */
export function useImport() {
  const intl = useIntl();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [looked, look] = useState<Looked | null>(null);
  const [progress, setProgress] = useState<ImportProgressView | null>(null);
  const [stopping, setStopping] = useState(false);
  const [result, setResult] = useState<ImportResultView | null>(null);
  const [failure, setFailure] = useState<IpcError | null>(null);
  // A file belongs to the ledger that was on show when it was chosen.
  const mode = useAppState().data?.mode;
  const [chosenIn, setChosenIn] = useState(mode);
  if (mode !== chosenIn) {
    setChosenIn(mode);
    look(null);
    setResult(null);
    setFailure(null);
    setProgress(null);
  }
  const preview = useImportPreview(
    looked && { token: looked.sheet.token, accountId: looked.accountId, mapping: looked.mapping },
  );

  const take = (sheet: ImportSheetView, account: string) => {
    look({ sheet, accountId: account, mapping: sheet.mapping });
    setResult(null);
    setFailure(null);
    announce(intl.formatMessage({ id: 'import.file.read' }, { name: sheet.name, count: sheet.rows }));
  };
  const choose = useCommand(async (account: string) => {
    const sheet = await shell.importChoose(account);
    if (sheet !== null) take(sheet, account);
  });
  const read = useCommand(async ({ account, reading }: { account: string; reading: ImportReading }) => {
    if (looked !== null) take(await shell.importRead(looked.sheet.token, account, reading), account);
  });

  const run = async (mapping: ImportMapping) => {
    if (looked === null || progress !== null) return;
    const { sheet, accountId: account } = looked;
    setFailure(null);
    setStopping(false);
    setProgress({ done: 0, of: sheet.rows, written: 0 });
    try {
      const done = await importHistory({ token: sheet.token, accountId: account, mapping }, setProgress);
      setResult(done);
      const { written, known, refused } = done;
      announce(intl.formatMessage({ id: 'import.done.announce' }, { written, known, refused }));
    } catch (thrown) {
      setFailure(asIpcError(thrown));
    }
    setProgress(null);
    // Orders of the past tell of themselves by no event of their own.
    for (const queryKey of [keys.orders, keys.overview, keys.statusLine, keys.drafts]) {
      void client.invalidateQueries({ queryKey });
    }
  };

  return {
    looked,
    /** The mapping with what the whole file decides; the person's until that is known. */
    settled: preview.data === undefined ? looked?.mapping : preview.data.mapping,
    preview,
    change: (mapping: ImportMapping) => look((before) => before && { ...before, mapping }),
    choose,
    read,
    run,
    progress,
    stopping,
    stop: () => {
      if (looked === null) return;
      setStopping(true);
      // It ends by itself at the next batch; should this fail, it goes on to its end.
      shell.importStop(looked.sheet.token).catch(() => setStopping(false));
    },
    result,
    failure,
    /** Back to the beginning, for another file. */
    again: () => {
      look(null);
      setResult(null);
      setFailure(null);
    },
  };
}

export type Import = ReturnType<typeof useImport>;
