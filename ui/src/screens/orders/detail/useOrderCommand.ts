import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { asIpcError, doneUnread, keys, type OrderDetailView, shell, useCommand } from '../../../ipc';
import { useAnnounce } from '../../../parts';

/** A command that answers with the order as it then is: shows it at once and says how it stands. */
export function useOrderCommand<Input>(run: (input: Input) => Promise<OrderDetailView>) {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useCommand(
    async (input: Input) => {
      const order = await run(input).catch(readOnceMore);
      client.setQueryData(keys.order(order.summary.id), order);
      announce(
        intl.formatMessage(
          { id: 'orders.now' },
          {
            number: order.summary.number,
            status: intl.formatMessage({ id: `words.status.${order.summary.status}` }),
          },
        ),
      );
      return order;
    },
    [keys.orders, keys.overview],
  );
}

/** It was done, and only its page could not be read: that is tried once more before anybody hears of trouble. */
async function readOnceMore(thrown: unknown): Promise<OrderDetailView> {
  const id = doneUnread(asIpcError(thrown));
  if (id === undefined) throw thrown;
  return shell.orderDetail(id).catch(() => {
    throw thrown;
  });
}
