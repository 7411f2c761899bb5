import { Table, Text } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { AskedView, OrderDetailView } from '../../ipc';
import { DetailList, Time } from '../../parts';
import { useCannotAsk } from '../../words';
import { Answers } from './Answers';
import { Disclosure } from './Disclosure';
import { NextQuestion } from './NextQuestion';
import classes from './outcome.module.css';
import { type Level, Part } from './Part';

type AskedProps = {
  order: OrderDetailView;
  level: Level;
  /** A question is under way by a person's press. */
  asking: boolean;
};

/** What the gateway was asked since, what it answered, and when it is asked next. */
export function Asked({ order, level, asking }: AskedProps) {
  const intl = useIntl();
  const cause = useCannotAsk(order);
  const answered = order.exchanges.some(({ operation }) => operation === 'query');
  return (
    <Part title={intl.formatMessage({ id: 'outcome.asked_since' })} icon={IconMessageQuestion} level={level}>
      {cause === null ? null : (
        <Text size="sm" fw={600}>
          {intl.formatMessage({ id: `outcome.cannot_ask.${cause}` })}
        </Text>
      )}
      <AskedTable asked={order.settling?.asked ?? []} />
      {order.canAsk ? (
        <div className={classes['next']}>
          <NextQuestion at={order.nextQuestionAt} accountId={order.summary.accountId} asking={asking} />
        </div>
      ) : null}
      {answered ? (
        <Disclosure title={intl.formatMessage({ id: 'outcome.answers' })}>
          <Answers order={order} />
        </Disclosure>
      ) : null}
    </Part>
  );
}

/** How often asking brought what, and between when. */
export function AskedTable({ asked }: { asked: readonly AskedView[] }) {
  const intl = useIntl();
  if (asked.length === 0) {
    return <Text size="sm">{intl.formatMessage({ id: 'outcome.asked.none' })}</Text>;
  }
  const head = (id: 'finding' | 'n' | 'first' | 'last') => intl.formatMessage({ id: `outcome.asked.${id}` });
  return (
    <Table aria-label={intl.formatMessage({ id: 'outcome.asked_since' })} className={classes['asked'] ?? ''}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{head('finding')}</Table.Th>
          <Table.Th scope="col" ta="end">
            {head('n')}
          </Table.Th>
          <Table.Th scope="col">{head('first')}</Table.Th>
          <Table.Th scope="col">{head('last')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {asked.map(({ finding, n, firstAt, lastAt }) => (
          <Table.Tr key={finding}>
            <Table.Td>{intl.formatMessage({ id: `outcome.finding.${finding}` })}</Table.Td>
            <Table.Td ta="end" className="num">
              {intl.formatNumber(n)}
            </Table.Td>
            <Table.Td>
              <Time at={firstAt} as="brief" />
            </Table.Td>
            <Table.Td>
              <Time at={lastAt} as="brief" />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** How often an order under way was asked about, and when next. */
export function Questions({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { questionsAsked, nextQuestionAt } = order;
  const cause = useCannotAsk(order);
  return (
    <DetailList
      details={[
        {
          term: intl.formatMessage({ id: 'outcome.asked' }),
          value: intl.formatMessage({ id: 'outcome.asked.times' }, { count: questionsAsked }),
        },
        {
          term: intl.formatMessage({ id: 'outcome.next_question' }),
          value:
            cause === null ? (
              nextQuestionAt === null ? (
                intl.formatMessage({ id: 'outcome.next_question.none' })
              ) : (
                <Time at={nextQuestionAt} as="clock" />
              )
            ) : (
              intl.formatMessage({ id: `outcome.cannot_ask.${cause}` })
            ),
        },
      ]}
    />
  );
}
