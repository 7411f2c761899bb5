import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconClockOff, IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, openLink, useCommand } from '../../ipc';
import { Code, CopyButton, CopyTextButton, Countdown, QrCode, useNow } from '../../parts';
import { Failure, useAccountFinder } from '../../words';
import classes from './collect.module.css';
import { endOf } from './expiry';
import { PayerMessage } from './PayerMessage';

/** More characters than this make no code that a telephone can read. */
const MOST_IN_A_QR = 900;

/** What the payer needs, large enough to be read across a counter. */
export function PayBox({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { payUrl, payCode, reference, concept, bankName } = order;
  const qr = payUrl ?? payCode;
  const ends = useEnd(order);
  const now = useNow(1000);
  const over = ends !== null && now >= ends;
  const nothing = [payUrl, payCode, reference, concept].every((value) => value === null);
  return (
    <Stack gap="lg">
      {nothing ? <Text>{intl.formatMessage({ id: 'collect.nothing_to_show' })}</Text> : null}
      {over ? (
        <Alert role="status" variant="outline" color="yellow.8" icon={<IconClockOff aria-hidden />}>
          {intl.formatMessage({ id: 'collect.over' })}
        </Alert>
      ) : null}
      <div className={classes['box']}>
        {over || qr === null || qr.length > MOST_IN_A_QR ? null : (
          <QrCode text={qr} what={intl.formatMessage({ id: 'collect.qr' })} />
        )}
        <div className={classes['facts']}>
          {ends === null ? null : (
            <Fact name={intl.formatMessage({ id: 'collect.time_left' })}>
              <Countdown until={ends} className={classes['large'] ?? ''} />
            </Fact>
          )}
          {payCode === null ? null : (
            <Fact name={intl.formatMessage({ id: 'collect.pay_code' })}>
              <LargeCode value={payCode} what={intl.formatMessage({ id: 'collect.pay_code' })} />
            </Fact>
          )}
          {bankName === null ? null : (
            <Fact name={intl.formatMessage({ id: 'collect.bank' })}>
              <bdi className={classes['large']}>{bankName}</bdi>
            </Fact>
          )}
          {reference === null ? null : (
            <Fact name={intl.formatMessage({ id: 'collect.reference' })}>
              <LargeCode value={reference} what={intl.formatMessage({ id: 'collect.reference' })} />
            </Fact>
          )}
          {concept === null ? null : (
            <Fact name={intl.formatMessage({ id: 'collect.concept' })}>
              <LargeCode value={concept} what={intl.formatMessage({ id: 'collect.concept' })} />
            </Fact>
          )}
          {payUrl === null ? null : <PayLink url={payUrl} />}
        </div>
      </div>
      {nothing || over ? null : <PayerMessage order={order} ends={ends} />}
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      {children}
    </div>
  );
}

const LargeCode = ({ value, what }: { value: string; what: string }) => (
  <span className={classes['large']}>
    <Code value={value} what={what} />
  </span>
);

function PayLink({ url }: { url: string }) {
  const intl = useIntl();
  const open = useCommand(openLink);
  const what = intl.formatMessage({ id: 'collect.link' });
  return (
    <Fact name={what}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <bdi className={classes['link']}>{url}</bdi>
        <CopyButton text={url} what={what} />
      </Group>
      <Group gap="xs" pt={4}>
        <Button
          variant="default"
          leftSection={<IconExternalLink size="1.1em" aria-hidden />}
          onClick={() => open.mutate(url)}
        >
          {intl.formatMessage({ id: 'collect.open_link' })}
        </Button>
        <CopyTextButton text={url} what={what}>
          {intl.formatMessage({ id: 'collect.copy_link' })}
        </CopyTextButton>
      </Group>
      {open.error === null ? null : <Failure error={open.error} />}
    </Fact>
  );
}

/** When the payer's time ends: the smaller of what the gateway said and what the channel allows. */
function useEnd(order: OrderDetailView): number | null {
  const find = useAccountFinder();
  const product = find(order.summary.accountId)?.market?.products.find(
    (other) => other.product === order.draft.product,
  );
  const channel = product?.channels.find(({ value }) => value === order.draft.channel);
  return endOf(order.expiresAt, order.summary.createdAt, channel?.expiresAfterS ?? null);
}
