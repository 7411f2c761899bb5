import { Stack, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { ExchangeView, OrderDetailView } from '../../ipc';
import { Time } from '../../parts';
import { reasonText } from '../../words';
import { eventNote } from '../orders/detail/eventNote';
import classes from './outcome.module.css';

/** So much of an answer is shown in short; the order's page has all of it. */
const MOST_CHARACTERS = 300;
const MOST_ANSWERS = 3;

/** In short what the gateway said when it was asked: our reading of the newest answer, and the last few as they came. */
export function Answers({ order: { exchanges, events } }: { order: OrderDetailView }) {
  const intl = useIntl();
  const questions = exchanges.filter(({ operation }) => operation === 'query');
  if (questions.length === 0) {
    return <Text size="sm">{intl.formatMessage({ id: 'outcome.question.none' })}</Text>;
  }
  const newest = events.findLast(({ source, note }) => source === 'query' && note !== null);
  const { explained } = eventNote(intl, newest?.note ?? null);
  return (
    <Stack gap="xs">
      {explained === null ? null : <Text size="sm">{explained}</Text>}
      {questions.slice(0, MOST_ANSWERS).map((question) => (
        <Answer key={question.id} question={question} />
      ))}
    </Stack>
  );
}

function Answer({ question }: { question: ExchangeView }) {
  const intl = useIntl();
  const { status, error, responseBody, repeats, startedAt } = question;
  const failure = reasonText(intl, error, null);
  return (
    <div>
      <Text size="xs" c="dimmed" component="div">
        <Time at={startedAt} as="clock" />
        {' · '}
        {status === null
          ? intl.formatMessage({ id: 'outcome.no_answer' })
          : intl.formatMessage({ id: 'outcome.http_status' }, { status: String(status) })}
        {repeats === 0
          ? null
          : ` · ${intl.formatMessage({ id: 'orders.event.repeats' }, { count: repeats })}`}
      </Text>
      {failure === null ? null : <Text size="sm">{failure.what}</Text>}
      {responseBody === null || responseBody === '' ? null : (
        <Text size="xs" component="div">
          <bdi className={classes['verbatim']}>{shortened(responseBody)}</bdi>
        </Text>
      )}
    </div>
  );
}

const shortened = (body: string): string =>
  body.length > MOST_CHARACTERS ? `${body.slice(0, MOST_CHARACTERS)}…` : body;
