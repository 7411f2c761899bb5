import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { shell } from '../../../ipc';

/** Opens an order in a window of its own, or raises the one that is there. */
export function useOpenOwnWindow(): (id: string) => void {
  const intl = useIntl();
  return useCallback(
    (id: string) =>
      void shell.openOrderWindow(id).catch(() =>
        notifications.show({
          message: intl.formatMessage({ id: 'own.failed' }),
          color: 'red.8',
          autoClose: false,
        }),
      ),
    [intl],
  );
}
