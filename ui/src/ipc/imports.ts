// Importing a merchant's past: what would come of a file, and writing it with its progress.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ImportMapping, ImportProgressView, ImportResultView } from './bindings';
import { shell } from './commands';
import { door } from './door';
import { keys } from './keys';

type Chosen = { token: string; accountId: string; mapping: ImportMapping };

/** What would come of a file read that way; the former answer stays until the new one is there. */
export const useImportPreview = (chosen: Chosen | null) =>
  useQuery({
    queryKey: keys.importPreview(chosen?.token ?? '', chosen?.accountId ?? '', chosen?.mapping),
    queryFn: () => {
      const { token, accountId, mapping } = chosen as Chosen;
      return shell.importPreview(token, accountId, mapping);
    },
    enabled: chosen !== null,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });

/** Writes a file's orders; tells how far it is. */
export const importHistory = (
  { token, accountId, mapping }: Chosen,
  told: (progress: ImportProgressView) => void,
): Promise<ImportResultView> => shell.importRun(token, accountId, mapping, door().channel(told));
