import { Group, Stack, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../../ipc';
import { Amount, Code, Time } from '../../../parts';
import { FlagPill, orderSentence, StatusPill, useCannotAsk } from '../../../words';
import { Flags, Replacement, Sending, Why } from '../../outcome';
import classes from './Detail.module.css';

/** What the eye meets first: how much, where it stands, what that means, what is odd about it. */
export function Head({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { summary } = order;
  const cause = useCannotAsk(order);
  // These have a part of their own, with all that is known.
  const toldBelow = summary.status === 'unknown' || summary.status === 'abandoned';
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="center" gap="sm">
        <Amount value={summary.amount} currency={summary.currency} className={classes['amount'] ?? ''} />
        <Group gap="xs">
          <StatusPill status={summary.status} />
          {summary.provisional ? <FlagPill flag="provisional" direction={summary.direction} /> : null}
        </Group>
      </Group>
      <Group gap="xs" className={classes['who'] ?? ''}>
        {summary.name === null || summary.name === '' ? null : <bdi>{summary.name}</bdi>}
        <Code
          value={summary.number}
          what={intl.formatMessage({ id: 'words.order_number' })}
          groups={[summary.number.length]}
        />
      </Group>
      <Text size="md" fw={summary.status === 'unknown' ? 600 : 400}>
        {orderSentence(intl, order, cause)}
      </Text>
      {summary.provisional ? (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: 'sentences.provisional' })}
        </Text>
      ) : null}
      {toldBelow ? null : (
        <>
          <Questions order={order} />
          <Why order={order} />
        </>
      )}
      <Sending order={order} />
      <Replacement order={order} />
      <Flags order={order} />
    </Stack>
  );
}

/** How often the gateway was asked, and when it will be asked next. */
function Questions({ order: { questionsAsked, nextQuestionAt } }: { order: OrderDetailView }) {
  const intl = useIntl();
  if (questionsAsked === 0 && nextQuestionAt === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {intl.formatMessage({ id: 'orders.questions' }, { count: questionsAsked })}
      {nextQuestionAt === null ? null : (
        <>
          {' · '}
          {intl.formatMessage({ id: 'orders.questions.next' })} <Time at={nextQuestionAt} as="clock" />
        </>
      )}
    </Text>
  );
}
