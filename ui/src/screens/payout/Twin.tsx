import { Button, Group, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import { type OrderSummaryView, useOrder } from '../../ipc';
import { Time } from '../../parts';
import { StatusPill, useCannotAsk } from '../../words';
import { NextQuestion } from '../outcome';
import classes from './payout.module.css';

/** The order that stops a payout: where it stands, since when, and when the gateway is asked about it next. */
export function UnknownTwin({ twin }: { twin: OrderSummaryView }) {
  const intl = useIntl();
  const order = useOrder(twin.id).data;
  const { status, createdAt, accountId } = order?.summary ?? twin;
  const cause = useCannotAsk(order ?? { summary: twin, canAsk: true });
  return (
    <div className={classes['twin']}>
      <Group gap="xs">
        <StatusPill status={status} />
        <Text size="sm" component="div">
          {intl.formatMessage({ id: 'payout.check.twin.made' })} <Time at={createdAt} />
        </Text>
      </Group>
      {status !== 'unknown' || order === undefined ? null : cause === null ? (
        <NextQuestion at={order.nextQuestionAt} accountId={accountId} />
      ) : (
        <Text size="sm">{intl.formatMessage({ id: `outcome.cannot_ask.${cause}` })}</Text>
      )}
    </div>
  );
}

/** Says that the payout takes the place of one that was declared never made; without a form to say so in, where to. */
export function AbandonedTwin({
  twin,
  onReplace,
}: {
  twin: OrderSummaryView;
  onReplace: ((id: string) => void) | undefined;
}) {
  const intl = useIntl();
  return (
    <div className={classes['twin']}>
      <Group gap="xs">
        <StatusPill status={twin.status} />
        <Text size="sm" component="div">
          {intl.formatMessage({ id: 'payout.check.twin.made' })} <Time at={twin.createdAt} />
        </Text>
      </Group>
      {onReplace === undefined ? (
        <Text size="sm">{intl.formatMessage({ id: 'payout.check.abandoned.back' })}</Text>
      ) : (
        <Button size="xs" variant="default" type="button" onClick={() => onReplace(twin.id)}>
          {intl.formatMessage({ id: 'settling.twin.replace' }, { number: twin.number })}
        </Button>
      )}
    </div>
  );
}
