import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCopyPlus, IconRotate, IconTrashX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, shell } from '../../ipc';
import { Dialog, Time } from '../../parts';
import { useIsOwnWindow } from '../../session/ownWindow';
import { Failure, useCannotAsk } from '../../words';
import { useOrderCommand } from '../orders/detail/useOrderCommand';
import { useAskGateway } from '../orders/useAskGateway';
import { AskAnswer, AskButton, useOrderKeys } from './AskButton';
import { Asked } from './Asked';
import classes from './outcome.module.css';
import type { Level } from './Part';
import { isShort, ReasonInput } from './ReasonInput';
import { isReplaced } from './Replacement';

/** An order that a person has declared never made: who says so, what follows, and the ways on. */
export function Abandoned({ order, level }: { order: OrderDetailView; level: Level }) {
  const intl = useIntl();
  const asking = useAskGateway();
  useOrderKeys(order, order.canAsk ? () => asking.ask(order.summary) : null);
  const { direction } = order.summary;
  const own = useIsOwnWindow();
  return (
    <Stack gap="md">
      <Declared order={order} />
      <Stack gap="xs">
        <Group gap="xs">
          {own || (direction === 'payout' && isReplaced(order)) ? null : <PayAgain order={order} />}
          {order.settling?.canReopen === true && !own ? <Reopen order={order} /> : null}
          {order.canAsk ? <AskButton order={order} asking={asking} /> : null}
        </Group>
        {direction === 'payout' && isReplaced(order) ? (
          <Text size="sm">{intl.formatMessage({ id: 'settling.again.replaced' })}</Text>
        ) : null}
        <AskAnswer order={order} asking={asking} />
      </Stack>
      <div className={classes['story']}>
        <Asked order={order} level={level} asking={asking.asking} />
      </div>
    </Stack>
  );
}

/** The declaration, as the history has it. */
export const declarationOf = ({ events }: OrderDetailView) =>
  events.findLast(
    ({ source, from, to }) => source === 'person' && to === 'abandoned' && from !== 'abandoned',
  );

function Declared({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const cause = useCannotAsk(order);
  const declared = declarationOf(order);
  return (
    <Alert
      variant="outline"
      color="yellow.8"
      icon={<IconTrashX aria-hidden />}
      title={intl.formatMessage({ id: 'settling.declared' })}
    >
      <Stack gap={4}>
        {declared === undefined ? null : (
          <>
            <Text size="sm" component="div">
              {intl.formatMessage({ id: 'settling.declared.by' })} <Time at={declared.at} />
            </Text>
            <Text size="sm" component="div" className={classes['words'] ?? ''}>
              {intl.formatMessage({ id: 'settling.declared.because' })} <bdi>{declared.note ?? ''}</bdi>
            </Text>
          </>
        )}
        <Text size="sm">{intl.formatMessage({ id: `settling.declared.watched.${cause ?? 'asked'}` })}</Text>
      </Stack>
    </Alert>
  );
}

/** The same once more as an order of its own. A payout says which one it takes the place of. */
function PayAgain({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { id, direction } = order.summary;
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconCopyPlus size="1.1em" aria-hidden />}
      onClick={() =>
        void (direction === 'collect'
          ? navigate({ to: '/collect', search: { like: id } })
          : navigate({ to: '/payout', search: { like: id, replaces: id } }))
      }
    >
      {intl.formatMessage({
        id: direction === 'collect' ? 'orders.action.again' : 'settling.again',
      })}
    </Button>
  );
}

/** Takes the declaration back: a reason is written down, nothing else can go wrong. */
function Reopen({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const [asked, ask] = useState(false);
  const [reason, write] = useState('');
  const reopen = useOrderCommand((why: string) => shell.reopenOrder(order.summary.id, why));
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconRotate size="1.1em" aria-hidden />}
        onClick={() => ask(true)}
      >
        {intl.formatMessage({ id: 'settling.reopen' })}
      </Button>
      <Dialog
        opened={asked}
        onClose={() => {
          ask(false);
          reopen.reset();
        }}
        title={intl.formatMessage({ id: 'settling.reopen.title' })}
        confirm={intl.formatMessage({ id: 'settling.reopen.confirm' })}
        disabled={isShort(reason)}
        busy={reopen.isPending}
        onConfirm={() => reopen.mutate(reason.trim())}
      >
        <Text size="sm">{intl.formatMessage({ id: `settling.reopen.what.${order.summary.direction}` })}</Text>
        <ReasonInput
          help={intl.formatMessage({ id: 'settling.reopen.help' })}
          value={reason}
          onChange={write}
        />
        {reopen.error === null ? null : <Failure error={reopen.error} />}
      </Dialog>
    </>
  );
}
