import { Button } from '@mantine/core';
import { IconFileCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, type SettlementRequest, shell } from '../../ipc';
import { useOrderCommand } from '../orders/detail/useOrderCommand';
import { type Evidence, emptyEvidence, SettleQuestion } from './SettleQuestion';

/** Lets a person settle an unknown order with what they know from elsewhere. */
export function Settle({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const [asked, ask] = useState(false);
  // Kept while the dialog is closed: what was written down is not lost by looking something up.
  const [evidence, write] = useState<Evidence>(emptyEvidence);
  const settle = useOrderCommand((given: SettlementRequest) => shell.settleOrder(order.summary.id, given));
  if (order.settling?.canSettle !== true) return null;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconFileCheck size="1.1em" aria-hidden />}
        onClick={() => ask(true)}
      >
        {intl.formatMessage({ id: 'settling.settle' })}
      </Button>
      <SettleQuestion
        order={order}
        opened={asked}
        evidence={evidence}
        onEvidence={(change) => write((now) => ({ ...now, ...change }))}
        // After a success the order is not unknown any more, and this goes with its button.
        busy={settle.isPending || settle.isSuccess}
        error={settle.error}
        onClose={() => {
          ask(false);
          settle.reset();
        }}
        onSettle={(given) => {
          if (!settle.isPending) settle.mutate(given);
        }}
      />
    </>
  );
}
