import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { errorEntry, type Mode, shell, useAppState, useCommand } from '../ipc';
import { useScope } from '../session/scope';

/** Changes between live and practice: another ledger, so everything that was on show goes. */
export function useSwitchMode() {
  const intl = useIntl();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { setAccountId } = useScope();
  const practiceExists = useAppState().data?.practiceExists ?? false;
  const change = useCommand((mode: Mode) =>
    mode === 'practice' && !practiceExists ? shell.startPractice() : shell.setMode(mode),
  );
  const run = (mode: Mode) =>
    change.mutate(mode, {
      onSuccess: async () => {
        setAccountId(null);
        await navigate({ to: '/' });
        await client.resetQueries();
      },
      onError: (error) => {
        notifications.show({
          color: 'red.8',
          autoClose: false,
          title: intl.formatMessage({ id: 'errors.title.error' }),
          message: intl.formatMessage({ id: errorEntry(error).text }, error.details),
        });
      },
    });
  return {
    switchTo: run,
    busy: change.isPending,
  };
}
