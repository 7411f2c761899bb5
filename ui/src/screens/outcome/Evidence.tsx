import { Group, Stack, Text, Title } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { ExchangeView, OrderDetailView } from '../../ipc';
import { CopyButton, DetailList, Time } from '../../parts';
import { reasonText } from '../../words';
import classes from './outcome.module.css';

/** Longer bodies are cut on the screen; the order's page has all of it. */
const MOST_CHARACTERS = 4000;

/** What is known about an order without a trustworthy answer: what left, what came back, what was asked. */
export function Evidence({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const sent = order.exchanges.find(({ operation }) => operation.startsWith('create'));
  const asked = order.exchanges.filter((exchange) => exchange !== sent);
  return (
    <Stack gap="md">
      <Questions order={order} />
      {sent === undefined ? null : (
        <>
          <Exchange title={intl.formatMessage({ id: 'outcome.sent' })} exchange={sent} part="request" />
          <Exchange title={intl.formatMessage({ id: 'outcome.came_back' })} exchange={sent} part="answer" />
        </>
      )}
      {asked.slice(0, 3).map((exchange) => (
        <Exchange
          key={exchange.id}
          title={intl.formatMessage({ id: 'outcome.question' })}
          exchange={exchange}
          part="answer"
        />
      ))}
    </Stack>
  );
}

/** How often it was asked about, and when next. */
export function Questions({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { questionsAsked, nextQuestionAt, canAsk } = order;
  return (
    <DetailList
      details={[
        {
          term: intl.formatMessage({ id: 'outcome.asked' }),
          value: intl.formatMessage({ id: 'outcome.asked.times' }, { count: questionsAsked }),
        },
        {
          term: intl.formatMessage({ id: 'outcome.next_question' }),
          value: canAsk ? (
            nextQuestionAt === null ? (
              intl.formatMessage({ id: 'outcome.next_question.none' })
            ) : (
              <Time at={nextQuestionAt} as="clock" />
            )
          ) : (
            intl.formatMessage({ id: 'outcome.cannot_ask' })
          ),
        },
      ]}
    />
  );
}

type ExchangeProps = { title: string; exchange: ExchangeView; part: 'request' | 'answer' };

function Exchange({ title, exchange, part }: ExchangeProps) {
  const intl = useIntl();
  const { method, url, status, requestBody, responseBody, error, startedAt, repeats } = exchange;
  const body = part === 'request' ? requestBody : responseBody;
  const failure = reasonText(intl, error, null);
  // Several answers can stand on one page: the time tells their boxes apart.
  const name = `${title} · ${intl.formatTime(startedAt, { timeStyle: 'medium' })}`;
  const line =
    part === 'request'
      ? `${method} ${url}`
      : status === null
        ? intl.formatMessage({ id: 'outcome.no_answer' })
        : intl.formatMessage({ id: 'outcome.http_status' }, { status: String(status) });
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Title order={2}>{title}</Title>
        <Text size="xs" c="dimmed" component="div">
          <Time at={startedAt} as="clock" />
        </Text>
      </Group>
      <Text size="xs" className={classes['line'] ?? ''}>
        {line}
        {part === 'request' || repeats === 0
          ? null
          : ` · ${intl.formatMessage({ id: 'orders.event.repeats' }, { count: repeats })}`}
      </Text>
      {part === 'answer' && failure !== null ? <Text size="sm">{failure.what}</Text> : null}
      {body === null || body === '' ? null : (
        <div className={classes['body']}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by the keyboard */}
          <section tabIndex={0} aria-label={name}>
            <pre>{body.slice(0, MOST_CHARACTERS)}</pre>
          </section>
          <CopyButton text={body} what={title} />
        </div>
      )}
    </div>
  );
}
