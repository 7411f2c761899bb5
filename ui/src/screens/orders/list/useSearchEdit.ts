import { notifications } from '@mantine/notifications';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { OrderSearch } from '../../../frame/orderSearch';
import { asIpcError, errorEntry, type SearchEdit, shell } from '../../../ipc';
import { useOrderPlace } from '../useOrderPlace';

/** Clicks come faster than answers: each begins with what the one before has made of the text. */
let before: Promise<void> = Promise.resolve();

/** Changes the search text as a click on a filter means it; the grammar itself writes it. */
export function useSearchEdit() {
  const intl = useIntl();
  const router = useRouter();
  const { filter } = useOrderPlace();
  return useCallback(
    (edits: SearchEdit[]) => {
      const edit = async () => {
        const { text = '' } = router.latestLocation.search as OrderSearch;
        const edited = await shell.editSearch(text, edits);
        await filter({ text: edited === '' ? undefined : edited });
      };
      before = before.then(edit).catch((thrown: unknown) => {
        const error = asIpcError(thrown);
        const message = intl.formatMessage({ id: errorEntry(error).text }, error.details);
        notifications.show({ message, color: 'red.8', autoClose: false });
      });
      return before;
    },
    [router, filter, intl],
  );
}
