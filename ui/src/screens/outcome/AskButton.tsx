import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { useCopy, useKeys } from '../../parts';
import { Failure } from '../../words';
import type { useAskGateway } from '../orders/useAskGateway';

type Asking = ReturnType<typeof useAskGateway>;
type AskButtonProps = { order: OrderDetailView; asking: Pick<Asking, 'ask' | 'asking'> };

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

type AskAnswerProps = { order: OrderDetailView; asking: Pick<Asking, 'ask' | 'answer' | 'error'> };

/** What a press on it brought: what the gateway says now, or why it could not be asked. */
export function AskAnswer({ order, asking: { ask, answer, error } }: AskAnswerProps) {
  return (
    <>
      {answer === undefined ? null : (
        <Text size="sm" c="dimmed">
          {answer}
        </Text>
      )}
      {error === null ? null : <Failure error={error} onAgain={() => ask(order.summary)} />}
    </>
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
