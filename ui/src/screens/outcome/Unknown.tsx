import { Button, Group, Stack, Text } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useId } from 'react';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { useNow } from '../../parts';
import { useIsOwnWindow } from '../../session/ownWindow';
import { useCannotAsk } from '../../words';
import { useAskGateway } from '../orders/useAskGateway';
import { Abandon } from './Abandon';
import { AskAnswer, AskButton, useOrderKeys } from './AskButton';
import { Asked } from './Asked';
import { CameBack, Sent } from './Attempt';
import { declaring } from './declaring';
import classes from './outcome.module.css';
import { type Level, Part } from './Part';
import { Settle } from './Settle';

/**
 * An order of which nobody knows whether it was made: what was sent, what came back, what was asked since, when the
 * next question is due, and the ways out. The sentence that forbids paying again stands above it, in the page's head.
 */
export function Unknown({ order, level }: { order: OrderDetailView; level: Level }) {
  const asking = useAskGateway();
  useOrderKeys(order, order.canAsk ? () => asking.ask(order.summary) : null);
  return (
    <div className={classes['story']}>
      <Sent order={order} level={level} />
      <CameBack order={order} level={level} />
      <Asked order={order} level={level} asking={asking.asking} />
      <WaysOut order={order} level={level} asking={asking} />
    </div>
  );
}

type WaysOutProps = { order: OrderDetailView; level: Level; asking: ReturnType<typeof useAskGateway> };

/** "Tomorrow" becomes "today" while the page stands open. */
const MINUTE = 60_000;

/** What a person can do, the harmless first. What cannot be done yet says why, in words. */
function WaysOut({ order, level, asking }: WaysOutProps) {
  const intl = useIntl();
  const why = useId();
  const own = useIsOwnWindow();
  const { possible, text } = declaring(intl, order, useCannotAsk(order), useNow(MINUTE));
  return (
    <Part title={intl.formatMessage({ id: 'outcome.ways' })} icon={IconUser} level={level}>
      <Stack gap="sm">
        {order.canAsk ? <Text size="sm">{intl.formatMessage({ id: 'outcome.ways.wait' })}</Text> : null}
        <Text size="sm" id={why}>
          {text}
        </Text>
        <Group gap="xs">
          {order.canAsk ? <AskButton order={order} asking={asking} /> : null}
          {own ? null : <Settle order={order} />}
          {own ? null : possible ? (
            <Abandon order={order} />
          ) : order.canAsk ? (
            // It stays in reach of the keyboard, so that whoever comes to it hears why it does nothing yet.
            <Button variant="default" size="sm" data-disabled aria-disabled aria-describedby={why}>
              {intl.formatMessage({ id: 'outcome.abandon' })}
            </Button>
          ) : null}
        </Group>
        <AskAnswer order={order} asking={asking} />
      </Stack>
    </Part>
  );
}
