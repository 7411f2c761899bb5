import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { useCopy, useKeys } from '../../parts';
import type { useAskGateway } from '../orders/useAskGateway';

type AskButtonProps = {
  order: OrderDetailView;
  asking: Pick<ReturnType<typeof useAskGateway>, 'ask' | 'asking'>;
};

/** Asks the gateway about the order on show. */
export function AskButton({ order, asking: { ask, asking } }: AskButtonProps) {
  const intl = useIntl();
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconRefresh size="1.1em" aria-hidden />}
      loading={asking}
      disabled={!order.canAsk}
      onClick={() => ask(order.summary)}
    >
      {intl.formatMessage({ id: 'orders.action.ask' })}
    </Button>
  );
}

/** The keys of the order on show: `c` copies its number, `r` asks about it, where that is possible. */
export function useOrderKeys({ summary }: OrderDetailView, ask: (() => void) | null): void {
  const intl = useIntl();
  const [copy] = useCopy();
  useKeys([
    {
      keys: 'c',
      label: intl.formatMessage({ id: 'orders.key.copy' }),
      run: () => copy(summary.number, intl.formatMessage({ id: 'words.order_number' })),
    },
    { keys: 'r', label: intl.formatMessage({ id: 'orders.key.ask' }), run: () => ask?.() },
  ]);
}
