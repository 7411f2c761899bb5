import { Group, Stack, Text, Timeline } from '@mantine/core';
import {
  type Icon,
  IconArrowRight,
  IconCornerDownLeft,
  IconDeviceDesktop,
  IconMessageQuestion,
  IconUser,
  IconWebhook,
} from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { EventView, OrderDetailView, SourceKind } from '../../../ipc';
import { Time } from '../../../parts';
import { StatusPill, useAccountFinder } from '../../../words';
import { GatewayWords } from '../../outcome';
import classes from './Detail.module.css';
import { eventNote } from './eventNote';
import { gatewayClock } from './gatewayClock';
import { Section } from './Section';

const signs: Record<SourceKind, Icon> = {
  program: IconDeviceDesktop,
  answer: IconCornerDownLeft,
  query: IconMessageQuestion,
  delivery: IconWebhook,
  person: IconUser,
};

/** Every event, oldest first: when, from whom, what it changed or why it changed nothing. */
export function History({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  return (
    <Section title={intl.formatMessage({ id: 'orders.history' })}>
      <Timeline
        bulletSize={26}
        lineWidth={2}
        active={order.events.length}
        className={classes['history'] ?? ''}
      >
        {order.events.map((event, at) => {
          const Sign = signs[event.source];
          return (
            <Timeline.Item key={event.id} bullet={<Sign size="0.95rem" aria-hidden />}>
              <Line event={event} before={order.events[at - 1]} order={order} />
            </Timeline.Item>
          );
        })}
      </Timeline>
    </Section>
  );
}

type LineProps = { event: EventView; before: EventView | undefined; order: OrderDetailView };

function Line({ event, before, order }: LineProps) {
  const intl = useIntl();
  const { explained, verbatim } = eventNote(intl, event.note);
  // Words beside an explanation of ours; a note without one may be the program's own.
  const theirs = explained !== null && event.source !== 'person' && event.source !== 'program';
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Step event={event} />
      </Group>
      <Text size="xs" c="dimmed" component="div">
        {intl.formatMessage({ id: `words.source.${event.source}` })}
        {' · '}
        <Moment event={event} before={before} order={order} />
      </Text>
      <Judgement event={event} />
      {event.gatewayStatus === null || event.gatewayStatus === '' ? null : (
        <Text size="sm" component="div">
          {intl.formatMessage({ id: 'orders.event.gateway_word' })}{' '}
          <bdi className="mono">{event.gatewayStatus}</bdi>
        </Text>
      )}
      {explained === null ? null : <Text size="sm">{explained}</Text>}
      {verbatim === null ? null : theirs ? (
        <GatewayWords words={verbatim} />
      ) : (
        <Text size="sm" component="div">
          <bdi className={classes['verbatim']}>{verbatim}</bdi>
        </Text>
      )}
      {event.repeats === 0 ? null : (
        <Text size="xs" c="dimmed" component="div">
          {intl.formatMessage({ id: 'orders.event.repeats' }, { count: event.repeats })}
          {event.lastAt === null ? null : (
            <>
              {' · '}
              {intl.formatMessage({ id: 'orders.event.last' })} <Time at={event.lastAt} as="clock" />
            </>
          )}
        </Text>
      )}
    </Stack>
  );
}

/** The clock to the second; the date with it where a new day begins; the gateway's clock where it told it. */
function Moment({ event, before, order }: LineProps) {
  const intl = useIntl();
  const market = useAccountFinder()(order.summary.accountId)?.market;
  const theirs = gatewayClock(event, order);
  const zone = market && { zone: { offset: market.zone, name: market.name } };
  const day = (at: string) => new Date(at).toDateString();
  const sameDay = before !== undefined && day(before.at) === day(event.at);
  return (
    <>
      {sameDay ? null : (
        <>
          <Day at={event.at} />{' '}
        </>
      )}
      <Time at={event.at} as="clock" {...zone} />
      {theirs === null ? null : (
        <>
          {' · '}
          {intl.formatMessage({ id: 'orders.event.gateway_clock' })} <Time at={theirs} as="clock" {...zone} />
        </>
      )}
    </>
  );
}

function Day({ at }: { at: string }) {
  return useIntl().formatDate(at, { day: 'numeric', month: 'short', year: 'numeric' });
}

function Step({ event }: { event: EventView }) {
  const intl = useIntl();
  if (event.judgement === 'note') {
    return (
      <Text size="sm" fw={600}>
        {intl.formatMessage({ id: 'orders.event.note' })}
      </Text>
    );
  }
  const moved = event.judgement === 'moves' && event.from !== null && event.from !== event.to;
  return (
    <>
      {moved && event.from !== null ? (
        <>
          <StatusPill status={event.from} />
          <IconArrowRight
            size="1em"
            role="img"
            aria-label={intl.formatMessage({ id: 'orders.event.then' })}
          />
        </>
      ) : null}
      <StatusPill status={event.to} />
    </>
  );
}

/** Why an event changed nothing; a step that did needs no words. */
function Judgement({ event: { judgement, source, from, to, note } }: { event: EventView }) {
  const intl = useIntl();
  const word = (status: EventView['to']) => intl.formatMessage({ id: `words.status.${status}` });
  // Found as "sending" at start-up: nobody wrote a note, and yet it needs one.
  const crashed =
    source === 'program' && from === 'sending' && to === 'unknown' && (note === null || note === '');
  const said = crashed
    ? intl.formatMessage({ id: 'sentences.reason.crashed' })
    : judgement === 'late'
      ? intl.formatMessage({ id: 'orders.event.late' })
      : judgement === 'outside'
        ? intl.formatMessage(
            { id: 'orders.event.outside' },
            { from: from === null ? '' : word(from), to: word(to) },
          )
        : judgement === 'confirms'
          ? intl.formatMessage({ id: 'orders.event.confirms' })
          : null;
  return said === null ? null : <Text size="sm">{said}</Text>;
}
