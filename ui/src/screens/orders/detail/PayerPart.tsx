import { Button, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink, IconQrcode } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type OrderDetailView, openLink, useCommand } from '../../../ipc';
import { Code, CopyTextButton, Countdown, DetailList, QrCode, Time } from '../../../parts';
import { Failure } from '../../../words';
import { Section } from './Section';

/** What the payer needs: the page, the code, the reference, and how long it holds. */
export function PayerPart({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { payUrl, payCode, reference, concept, bankName, expiresAt, summary } = order;
  if (payUrl === null && payCode === null && reference === null) return null;
  const open = summary.status === 'pending' || summary.status === 'unknown';
  const word = (id: 'code' | 'reference' | 'concept' | 'bank' | 'expires') =>
    intl.formatMessage({ id: `orders.payer.${id}` });
  return (
    <Section title={intl.formatMessage({ id: 'orders.payer' })}>
      <Offer payUrl={payUrl} text={payUrl ?? payCode} />
      <DetailList
        details={[
          payCode === null
            ? null
            : { term: word('code'), value: <Code value={payCode} what={word('code')} /> },
          reference === null
            ? null
            : { term: word('reference'), value: <Code value={reference} what={word('reference')} /> },
          concept === null
            ? null
            : {
                term: word('concept'),
                value: <Code value={concept} what={word('concept')} groups={[concept.length]} />,
              },
          bankName === null ? null : { term: word('bank'), value: <bdi>{bankName}</bdi> },
          expiresAt === null
            ? null
            : {
                term: word('expires'),
                value: (
                  <>
                    <Time at={expiresAt} />
                    {open ? (
                      <Text span inherit c="dimmed">
                        {' · '}
                        <Countdown until={expiresAt} />
                      </Text>
                    ) : null}
                  </>
                ),
              },
        ]}
      />
    </Section>
  );
}

/** The link and the QR code; the code is drawn when it is asked for: most people who look here only read. */
function Offer({ payUrl, text }: { payUrl: string | null; text: string | null }) {
  const intl = useIntl();
  const [shown, show] = useState(false);
  const open = useCommand((url: string) => openLink(url));
  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="xs">
        {payUrl === null ? null : (
          <>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconExternalLink size="1.1em" aria-hidden />}
              onClick={() => open.mutate(payUrl)}
            >
              {intl.formatMessage({ id: 'orders.payer.open' })}
            </Button>
            <CopyTextButton size="xs" text={payUrl} what={intl.formatMessage({ id: 'orders.payer.link' })}>
              {intl.formatMessage({ id: 'orders.payer.copy' })}
            </CopyTextButton>
          </>
        )}
        {text === null || text === '' ? null : (
          <Button
            size="xs"
            variant="default"
            aria-expanded={shown}
            leftSection={<IconQrcode size="1.1em" aria-hidden />}
            onClick={() => show(!shown)}
          >
            {intl.formatMessage({ id: shown ? 'orders.payer.qr.hide' : 'orders.payer.qr.show' })}
          </Button>
        )}
      </Group>
      {open.isError ? <Failure error={open.error} /> : null}
      {shown && text !== null ? (
        <QrCode text={text} what={intl.formatMessage({ id: 'orders.payer.qr' })} />
      ) : null}
    </Stack>
  );
}
