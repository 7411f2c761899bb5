import { Text } from '@mantine/core';
import { IconCornerDownLeft, IconSend } from '@tabler/icons-react';
import { type IntlShape, useIntl } from 'react-intl';
import type { ExchangeView, OrderDetailView } from '../../ipc';
import { Amount, Code, DetailList, Time, Verbatim } from '../../parts';
import { reasonText } from '../../words';
import { eventNote } from '../orders/detail/eventNote';
import { Disclosure } from './Disclosure';
import { GatewayWords } from './GatewayWords';
import classes from './outcome.module.css';
import { type Level, Part } from './Part';

type AttemptProps = { order: OrderDetailView; level: Level };

/** The one request that created the order, or was to. */
const creationOf = ({ exchanges }: OrderDetailView): ExchangeView | undefined =>
  exchanges.find(({ operation }) => operation.startsWith('create'));

/** What left this computer: when, how much, to whom, under which number; the request itself behind a disclosure. */
export function Sent({ order, level }: AttemptProps) {
  const intl = useIntl();
  const { summary, accountNumber, events } = order;
  const sent = creationOf(order);
  const left = sent?.startedAt ?? events.find(({ to }) => to === 'sending')?.at;
  const number = intl.formatMessage({ id: 'orders.column.number' });
  const payee = intl.formatMessage({ id: 'forms.role.payee_account' });
  return (
    <Part title={intl.formatMessage({ id: 'outcome.sent' })} icon={IconSend} level={level}>
      <DetailList
        details={[
          {
            term: intl.formatMessage({ id: 'outcome.sent.at' }),
            value:
              left === undefined ? intl.formatMessage({ id: 'outcome.sent.none' }) : <Moment at={left} />,
          },
          {
            term: intl.formatMessage({ id: 'orders.column.amount' }),
            value: <Amount value={summary.amount} currency={summary.currency} />,
          },
          summary.name === null || summary.name === ''
            ? null
            : {
                term: intl.formatMessage({
                  id: summary.direction === 'payout' ? 'orders.fact.payee' : 'orders.fact.payer',
                }),
                value: <bdi>{summary.name}</bdi>,
              },
          accountNumber === null ? null : { term: payee, value: <Code value={accountNumber} what={payee} /> },
          {
            term: number,
            value: <Code value={summary.number} what={number} groups={[summary.number.length]} />,
          },
          { term: intl.formatMessage({ id: 'orders.column.account' }), value: summary.accountName },
        ]}
      />
      {sent === undefined ? null : (
        <Disclosure title={intl.formatMessage({ id: 'outcome.sent.raw' })}>
          <Text size="xs" className={classes['line'] ?? ''}>
            {sent.method} {sent.url}
          </Text>
          <Verbatim
            text={sent.requestBody}
            what={intl.formatMessage({ id: 'orders.exchange.request_body' })}
          />
        </Disclosure>
      )}
    </Part>
  );
}

/** Date and clock to the second: what is read out to the gateway's support. */
function Moment({ at }: { at: string }) {
  const intl = useIntl();
  return (
    <>
      {intl.formatDate(at, { day: 'numeric', month: 'short' })}
      {', '}
      <Time at={at} as="clock" />
    </>
  );
}

/** What came back to it, if anything: what that means, and the words themselves. */
export function CameBack({ order, level }: AttemptProps) {
  const intl = useIntl();
  const sent = creationOf(order);
  const { what, next, words } = meaningOf(intl, order, sent);
  const nothing = sent === undefined || (sent.status === null && !hasWords(sent.responseBody));
  return (
    <Part title={intl.formatMessage({ id: 'outcome.came_back' })} icon={IconCornerDownLeft} level={level}>
      <Text size="sm" fw={600}>
        {nothing
          ? intl.formatMessage({ id: 'outcome.came_back.nothing' })
          : sent.status === null
            ? intl.formatMessage({ id: 'outcome.came_back.part' })
            : intl.formatMessage({ id: 'outcome.came_back.status' }, { status: String(sent.status) })}
      </Text>
      {what === null ? null : <Text size="sm">{what}</Text>}
      {words === null ? null : <GatewayWords words={words} />}
      {next === null || !order.canAsk ? null : <Text size="sm">{next}</Text>}
      {sent !== undefined && hasWords(sent.responseBody) ? (
        <Verbatim text={sent.responseBody} what={intl.formatMessage({ id: 'orders.exchange.answer_body' })} />
      ) : null}
    </Part>
  );
}

type Meaning = { what: string | null; next: string | null; words: string | null };

/** Why it is unknown: explained, and in somebody's own words. */
function meaningOf(intl: IntlShape, order: OrderDetailView, sent: ExchangeView | undefined): Meaning {
  const { reason, reasonCode, reasonField, events } = order;
  const step = events.find(({ from, to }) => to === 'unknown' && from !== 'unknown');
  // Found as "sending" at start-up: nobody wrote a note, and yet it needs one.
  const crashed =
    step?.source === 'program' && step.from === 'sending' && (step.note === null || step.note === '');
  const code = crashed ? 'crashed' : (reasonCode ?? sent?.error ?? null);
  const words = crashed || reason === '' || reason === reasonCode ? null : reason;
  const known = reasonText(intl, code, reasonField);
  if (known !== null || words !== null)
    return { what: known?.what ?? null, next: known?.next ?? null, words };
  const { explained, verbatim } = eventNote(intl, step?.note ?? null);
  return { what: explained, next: null, words: verbatim };
}

const hasWords = (body: string | null): body is string => body !== null && body !== '';
