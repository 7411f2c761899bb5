import { Accordion } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../../ipc';
import { Amount, Code, CopyButton, type Detail, DetailList, Time } from '../../../parts';
import { Completed, useAccountFinder, useChannelText } from '../../../words';
import classes from './Detail.module.css';
import { Section } from './Section';

/** Who, through what, how much, and every number that can be asked for on the telephone. */
export function Facts({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const market = useAccountFinder()(order.summary.accountId)?.market;
  const channelText = useChannelText(market);
  const zone = market && { zone: { offset: market.zone, name: market.name } };
  const { summary } = order;
  const payout = summary.direction === 'payout';
  const text = (
    id: 'number' | 'gateway' | 'channel' | 'created' | 'account',
    value: string | null,
  ): Detail | null =>
    value === null || value === ''
      ? null
      : { term: intl.formatMessage({ id: `orders.column.${id}` }), value: <bdi>{value}</bdi> };
  const number = (term: string, value: string | null): Detail | null =>
    value === null || value === ''
      ? null
      : { term, value: <Code value={value} what={term} groups={[value.length]} /> };
  const money = (id: 'actual' | 'fee', value: string | null): Detail | null =>
    value === null
      ? null
      : {
          term: intl.formatMessage({ id: `orders.fact.${id}` }),
          value: <Amount value={value} currency={summary.currency} />,
        };
  const moment = (id: 'created' | 'updated', at: string): Detail => ({
    term: intl.formatMessage({ id: `orders.fact.${id}` }),
    value: <Time at={at} {...zone} />,
  });
  return (
    <Section title={intl.formatMessage({ id: 'orders.facts' })}>
      <DetailList
        details={[
          number(intl.formatMessage({ id: 'orders.column.number' }), summary.number),
          number(intl.formatMessage({ id: 'orders.column.gateway' }), summary.gatewayNumber),
          number(intl.formatMessage({ id: 'orders.fact.channel_number' }), order.channelNumber),
          summary.name === null || summary.name === ''
            ? null
            : {
                term: intl.formatMessage({ id: payout ? 'orders.fact.payee' : 'orders.fact.payer' }),
                value: <bdi>{summary.name}</bdi>,
              },
          order.accountNumber === null
            ? null
            : {
                term: intl.formatMessage({ id: 'orders.column.payee' }),
                value: (
                  <Code
                    value={order.accountNumber}
                    what={intl.formatMessage({ id: 'orders.fact.account_number' })}
                  />
                ),
              },
          money('actual', summary.actualAmount),
          money('fee', summary.fee),
          text('channel', summary.channel === null ? null : channelText(summary.channel)),
          text('account', summary.accountName),
          order.gatewayStatus === null
            ? null
            : {
                term: intl.formatMessage({ id: 'orders.fact.gateway_status' }),
                value: <bdi className="mono">{order.gatewayStatus}</bdi>,
              },
          moment('created', summary.createdAt),
          moment('updated', summary.updatedAt),
          order.completedAt === null
            ? null
            : {
                term: intl.formatMessage({ id: 'orders.fact.completed' }),
                value: <Completed at={order.completedAt} {...zone} />,
              },
          order.duplicateReason === null
            ? null
            : {
                term: intl.formatMessage({ id: 'orders.fact.duplicate' }),
                value: <bdi>{order.duplicateReason}</bdi>,
              },
        ]}
      />
      <Fields order={order} />
    </Section>
  );
}

/** The fields under the gateway's own names, as they were sent. */
function Fields({ order: { fields } }: { order: OrderDetailView }) {
  const intl = useIntl();
  if (fields.length === 0) return null;
  return (
    <Accordion variant="contained" chevronPosition="left">
      <Accordion.Item value="fields">
        <Accordion.Control>
          {intl.formatMessage({ id: 'orders.fields' }, { count: fields.length })}
        </Accordion.Control>
        <Accordion.Panel>
          <DetailList
            details={fields.map(({ name, value }) => ({
              term: name,
              value: (
                <span className={classes['field']}>
                  <bdi className="mono">{value}</bdi>
                  <CopyButton text={value} what={name} />
                </span>
              ),
            }))}
          />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
