import { Accordion, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { DeliveryView } from '../../../ipc';
import { Pill, Time, Verbatim } from '../../../parts';
import { knownText } from '../../../words';
import { Headers } from './Headers';
import { Section } from './Section';

/** The callbacks for this order, newest first: genuine or not, and what each of them changed. */
export function Deliveries({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  const intl = useIntl();
  const [opened, open] = useState<string[]>([]);
  if (deliveries.length === 0) return null;
  return (
    <Section title={intl.formatMessage({ id: 'frame.nav.callbacks' })}>
      <Accordion multiple variant="contained" chevronPosition="left" value={opened} onChange={open}>
        {deliveries.map((delivery) => (
          <Accordion.Item key={delivery.id} value={delivery.id}>
            <Accordion.Control>
              <Line delivery={delivery} />
            </Accordion.Control>
            <Accordion.Panel>
              {opened.includes(delivery.id) ? (
                <Stack gap="md">
                  <Doubt delivery={delivery} />
                  {delivery.stringBuilt === null ? null : (
                    <Verbatim
                      text={delivery.stringBuilt}
                      what={intl.formatMessage({ id: 'callbacks.string_built' })}
                    />
                  )}
                  <Headers
                    title={intl.formatMessage({ id: 'callbacks.headers' })}
                    headers={delivery.headers}
                  />
                  <Verbatim text={delivery.body} what={intl.formatMessage({ id: 'callbacks.body' })} />
                </Stack>
              ) : null}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Section>
  );
}

function Line({ delivery: { verified, effect, receivedAt, repeats } }: { delivery: DeliveryView }) {
  const intl = useIntl();
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Pill tone={verified ? 'good' : 'warn'} icon={verified ? IconShieldCheck : IconShieldX}>
          {intl.formatMessage({ id: verified ? 'callbacks.verified' : 'callbacks.unverified' })}
        </Pill>
        <Text size="sm">
          {knownText(intl, `callbacks.effect.${effect}`, 'callbacks.effect.other', { effect })}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" component="div">
        <Time at={receivedAt} />
        {repeats === 0
          ? null
          : ` · ${intl.formatMessage({ id: 'orders.event.repeats' }, { count: repeats })}`}
      </Text>
    </Stack>
  );
}

/** Why a callback was not believed, and what would have made it match. */
function Doubt({ delivery: { verified, suspicion, nearMiss } }: { delivery: DeliveryView }) {
  const intl = useIntl();
  if (verified || suspicion === null) return null;
  return (
    <Stack gap={2}>
      <Text size="sm">
        {knownText(intl, `callbacks.suspicion.${suspicion}`, 'callbacks.suspicion.other', { suspicion })}
      </Text>
      {nearMiss === null ? null : (
        <Text size="sm">
          {knownText(intl, `callbacks.near_miss.${nearMiss}`, 'callbacks.near_miss.other', { nearMiss })}
        </Text>
      )}
      <Text size="sm">{intl.formatMessage({ id: 'callbacks.unverified.effect' })}</Text>
    </Stack>
  );
}
