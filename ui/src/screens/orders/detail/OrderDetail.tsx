import { ActionIcon, CloseButton, Group, Stack, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, useOnScreen, useOrder } from '../../../ipc';
import { LoadingState, useKeys } from '../../../parts';
import { FailedToLoad, Stale } from '../../../words';
import { DamagedOrder } from '../../data';
import { Abandoned, EvidenceList, Unknown } from '../../outcome';
import { Labels } from '../marks/Labels';
import type { Neighbours as Standing } from '../useNeighbours';
import { Actions } from './Actions';
import { AnswerCard } from './AnswerCard';
import { Deliveries } from './Deliveries';
import classes from './Detail.module.css';
import { DetailTools } from './DetailTools';
import { Exchanges } from './Exchanges';
import { Facts } from './Facts';
import { Grace } from './Grace';
import { Head } from './Head';
import { History } from './History';
import { Neighbours } from './Neighbours';
import { NoteForm } from './NoteForm';
import { PayerPart } from './PayerPart';
import { Supplements } from './Supplements';

type OrderDetailProps = {
  id: string;
  /** Whether it lies over the list instead of beside it. */
  over: boolean;
  /** Its place in the list; a window of its own has none. */
  neighbours?: Standing;
  onClose: () => void;
};

/** One order, whole: where it stands, what can be done, what happened, and what crossed the wire. */
export function OrderDetail({ id, over, neighbours, onClose }: OrderDetailProps) {
  const intl = useIntl();
  const order = useOrder(id);
  const panel = useRef<HTMLElement>(null);
  useOnScreen(id);
  useEffect(() => {
    if (!over) return;
    panel.current?.focus({ preventScroll: true });
    // With large text the screen itself scrolls, and may stand far down the list.
    panel.current?.scrollIntoView?.({ block: 'start' });
  }, [over]);
  useKeys([
    {
      keys: 'Escape',
      label: intl.formatMessage({ id: 'orders.key.close' }),
      run: () => {
        // A menu or a filter's little window closes first.
        if (document.activeElement?.closest('[role="dialog"], [role="menu"]') == null) onClose();
      },
    },
  ]);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={intl.formatMessage({ id: 'orders.detail' })}
      className={classes['panel']}
      data-over={over || undefined}
    >
      <Group justify="space-between" wrap="nowrap" className={classes['bar'] ?? ''}>
        <Group gap="xs" wrap="nowrap" miw={0}>
          {over ? (
            <ActionIcon
              size="lg"
              aria-label={intl.formatMessage({ id: 'orders.detail.back' })}
              onClick={onClose}
            >
              <IconArrowLeft size="1.25em" aria-hidden />
            </ActionIcon>
          ) : null}
          <Title order={2} className={classes['title'] ?? ''}>
            {order.data === undefined
              ? intl.formatMessage({ id: 'orders.detail' })
              : intl.formatMessage({ id: `words.product.${order.data.summary.product}` })}
          </Title>
        </Group>
        <Group gap="xs" wrap="nowrap" flex="none">
          {order.data === undefined ? null : <DetailTools order={order.data.summary} />}
          {neighbours === undefined ? null : <Neighbours {...neighbours} />}
          {over || neighbours === undefined ? null : (
            <CloseButton aria-label={intl.formatMessage({ id: 'orders.detail.close' })} onClick={onClose} />
          )}
        </Group>
      </Group>
      <div className={classes['content']}>
        {order.isPending ? <LoadingState lines={10} /> : null}
        {order.isError && order.data === undefined ? (
          <FailedToLoad error={order.error} onAgain={() => void order.refetch()} />
        ) : null}
        <Stale query={order} />
        {order.data === undefined ? null : <Content order={order.data} />}
      </div>
    </section>
  );
}

function Content({ order }: { order: OrderDetailView }) {
  const { status } = order.summary;
  return (
    <Stack gap="lg">
      <DamagedOrder damaged={order.summary.damaged} />
      <Head order={order} />
      <Labels order={order.summary} />
      <Grace order={order} />
      {status === 'unknown' ? <Unknown order={order} level={3} /> : null}
      {status === 'abandoned' ? <Abandoned order={order} level={3} /> : null}
      <EvidenceList order={order} level={3} />
      <Actions order={order} />
      <AnswerCard order={order} />
      <PayerPart order={order} />
      <Facts order={order} />
      <Supplements order={order} />
      <History order={order} />
      <NoteForm id={order.summary.id} />
      <Exchanges exchanges={order.exchanges} />
      <Deliveries deliveries={order.deliveries} />
    </Stack>
  );
}
