import { Button } from '@mantine/core';
import { IconTrashX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, shell } from '../../ipc';
import { useOrderCommand } from '../orders/detail/useOrderCommand';
import { AbandonQuestion } from './AbandonQuestion';

/** The way out for an order that stays unknown: a person declares, with a reason, that it was never made. */
export function Abandon({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const [asked, ask] = useState(false);
  // Kept while the question is closed: what was written down is not lost by looking something up.
  const [reason, write] = useState('');
  const abandon = useOrderCommand((why: string) => shell.abandonOrder(order.summary.id, why));
  const under = useRef(false);
  if (order.summary.status !== 'unknown') return null;
  const declare = () => {
    // The second half of a double click comes before this is drawn again.
    if (under.current) return;
    under.current = true;
    abandon.mutate(reason.trim(), {
      onError: () => {
        under.current = false;
      },
    });
  };
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconTrashX size="1.1em" aria-hidden />}
        onClick={() => ask(true)}
      >
        {intl.formatMessage({ id: 'outcome.abandon' })}
      </Button>
      <AbandonQuestion
        order={order}
        opened={asked}
        reason={reason}
        onReason={write}
        busy={abandon.isPending}
        error={abandon.error}
        onClose={() => {
          ask(false);
          abandon.reset();
        }}
        onDeclare={declare}
      />
    </>
  );
}
