import { Accordion, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { ExchangeView } from '../../../ipc';
import { CopyTextButton, Time, Verbatim } from '../../../parts';
import { knownText, reasonText } from '../../../words';
import { curlCommand } from './curl';
import classes from './Detail.module.css';
import { Headers } from './Headers';
import { Section } from './Section';

/** What crossed the wire, newest first, secrets masked. */
export function Exchanges({ exchanges }: { exchanges: readonly ExchangeView[] }) {
  const intl = useIntl();
  // Bodies can be long: only those that are open are drawn.
  const [opened, open] = useState<string[]>([]);
  if (exchanges.length === 0) return null;
  return (
    <Section title={intl.formatMessage({ id: 'orders.exchanges' })}>
      <Accordion multiple variant="contained" chevronPosition="left" value={opened} onChange={open}>
        {exchanges.map((exchange) => (
          <Accordion.Item key={exchange.id} value={exchange.id}>
            <Accordion.Control>
              <Line exchange={exchange} />
            </Accordion.Control>
            <Accordion.Panel>
              {opened.includes(exchange.id) ? <Whole exchange={exchange} /> : null}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Section>
  );
}

function Line({ exchange }: { exchange: ExchangeView }) {
  const intl = useIntl();
  const { operation, method, url, status, error, tookMs, repeats, startedAt } = exchange;
  return (
    <Stack gap={2}>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {knownText(intl, `orders.operation.${operation}`, 'orders.operation.other', { operation })}
        </Text>
        <Text size="sm" className="num" data-trouble={error !== null || undefined}>
          {status === null ? intl.formatMessage({ id: 'orders.exchange.no_answer' }) : String(status)}
          {tookMs === null
            ? null
            : ` · ${intl.formatMessage({ id: 'orders.exchange.took' }, { ms: tookMs })}`}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" component="div">
        <bdi className="mono">
          {method} {pathOf(url)}
        </bdi>
        {' · '}
        <Time at={startedAt} as="clock" />
        {repeats === 0
          ? null
          : ` · ${intl.formatMessage({ id: 'orders.event.repeats' }, { count: repeats })}`}
      </Text>
    </Stack>
  );
}

function Whole({ exchange }: { exchange: ExchangeView }) {
  const intl = useIntl();
  const explained = reasonText(intl, exchange.error, null);
  const request = intl.formatMessage({ id: 'orders.exchange.request' });
  const answer = intl.formatMessage({ id: 'orders.exchange.answer' });
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <bdi className={`mono ${classes['verbatim'] ?? ''}`}>{exchange.url}</bdi>
        <CopyTextButton
          size="compact-xs"
          text={() => curlCommand(exchange)}
          what={intl.formatMessage({ id: 'orders.exchange.curl' })}
        >
          {intl.formatMessage({ id: 'orders.exchange.copy_curl' })}
        </CopyTextButton>
      </Group>
      <Headers
        title={intl.formatMessage({ id: 'orders.exchange.headers' }, { of: request })}
        headers={exchange.requestHeaders}
      />
      <Verbatim
        text={exchange.requestBody}
        what={intl.formatMessage({ id: 'orders.exchange.request_body' })}
      />
      {explained === null ? null : <Text size="sm">{explained.what}</Text>}
      <Headers
        title={intl.formatMessage({ id: 'orders.exchange.headers' }, { of: answer })}
        headers={exchange.responseHeaders}
      />
      {exchange.responseBody === null ? null : (
        <Verbatim
          text={exchange.responseBody}
          what={intl.formatMessage({ id: 'orders.exchange.answer_body' })}
        />
      )}
    </Stack>
  );
}

/** The path of an address; the whole of what is none. */
function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}
