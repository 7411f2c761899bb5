import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import {
  errorEntry,
  type IpcError,
  keys,
  type OrderDetailView,
  type OrderSummaryView,
  shell,
  useCommand,
} from '../../ipc';
import { useAnnounce } from '../../parts';
import { useVaultDialog } from '../../session/vault';

/** One question to the gateway about one order, now; what came of it is said aloud. */
export function useAskGateway() {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  const vault = useVaultDialog();
  const question = useCommand((id: string) => shell.askGateway(id), [keys.orders]);
  const { mutate, isPending } = question;
  const told = ({ summary }: OrderDetailView) =>
    intl.formatMessage(
      { id: 'orders.asked' },
      { number: summary.number, status: intl.formatMessage({ id: `words.status.${summary.status}` }) },
    );
  const failed = (error: IpcError) => intl.formatMessage({ id: errorEntry(error).text }, error.details);
  const ask = (
    { id, accountId }: Pick<OrderSummaryView, 'id' | 'accountId'>,
    then: { told?: (text: string) => void; failed?: (text: string) => void } = {},
  ) => {
    if (isPending) return;
    vault.need([accountId], () => {
      announce(intl.formatMessage({ id: 'orders.asking' }));
      mutate(id, {
        onSuccess: (detail) => {
          client.setQueryData(keys.order(id), detail);
          announce(told(detail));
          then.told?.(told(detail));
        },
        onError: (error) => {
          announce(failed(error));
          then.failed?.(failed(error));
        },
      });
    });
  };
  return {
    ask,
    asking: isPending,
    /** What the last question came to, as a sentence. */
    answer: question.data === undefined || isPending ? undefined : told(question.data),
    error: question.error,
  };
}
