import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconCopyPlus, IconRotate, IconTrashX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, shell } from '../../ipc';
import { Dialog, Time } from '../../parts';
import { Failure } from '../../words';
import { useOrderCommand } from '../orders/detail/useOrderCommand';
import { useAskGateway } from '../orders/useAskGateway';
import { REASON_MAX, REASON_MIN } from './AbandonQuestion';
import { AskButton, useOrderKeys } from './AskButton';
import { Asked } from './Asked';
import classes from './outcome.module.css';
import type { Level } from './Part';
import { isReplaced } from './Replacement';

/** An order that a person has declared never made: who says so, what follows, and the ways on. */
export function Abandoned({ order, level }: { order: OrderDetailView; level: Level }) {
  const intl = useIntl();
  const asking = useAskGateway();
  useOrderKeys(order, order.canAsk ? () => asking.ask(order.summary) : null);
  const { direction } = order.summary;
  return (
    <Stack gap="md">
      <Declared order={order} />
      <Stack gap="xs">
        <Group gap="xs">
          {direction === 'payout' && isReplaced(order) ? null : <PayAgain order={order} />}
          {order.settling?.canReopen === true ? <Reopen order={order} /> : null}
          {order.canAsk ? <AskButton order={order} asking={asking} /> : null}
        </Group>
        {direction === 'payout' && isReplaced(order) ? (
          <Text size="sm">{intl.formatMessage({ id: 'settling.again.replaced' })}</Text>
        ) : null}
        {asking.answer === undefined ? null : (
          <Text size="sm" c="dimmed">
            {asking.answer}
          </Text>
        )}
        {asking.error === null ? null : (
          <Failure error={asking.error} onAgain={() => asking.ask(order.summary)} />
        )}
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
  const declared = declarationOf(order);
  return (
    <Alert
      variant="outline"
      color="yellow.8"
      icon={<IconTrashX aria-hidden />}
      classNames={{ title: classes['title'] ?? '' }}
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
        <Text size="sm">
          {intl.formatMessage({ id: `settling.declared.watched.${order.canAsk ? 'asked' : 'cannot_ask'}` })}
        </Text>
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
  const [left, leave] = useState(false);
  const reopen = useOrderCommand((why: string) => shell.reopenOrder(order.summary.id, why));
  const short = [...reason.trim()].length < REASON_MIN;
  const length = intl.formatMessage({ id: 'outcome.abandon.reason.length' }, { min: REASON_MIN });
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
        disabled={short}
        busy={reopen.isPending}
        onConfirm={() => reopen.mutate(reason.trim())}
      >
        <Text size="sm">{intl.formatMessage({ id: `settling.reopen.what.${order.summary.direction}` })}</Text>
        <Textarea
          label={intl.formatMessage({ id: 'outcome.abandon.reason' })}
          description={`${intl.formatMessage({ id: 'settling.reopen.help' })} ${length}`}
          required
          autosize
          minRows={2}
          maxRows={6}
          maxLength={REASON_MAX}
          value={reason}
          error={left && reason !== '' && short ? length : null}
          onChange={(event) => write(event.currentTarget.value)}
          onBlur={() => leave(true)}
          data-autofocus
        />
        {reopen.error === null ? null : <Failure error={reopen.error} />}
      </Dialog>
    </>
  );
}
