import { Alert, Button, Code, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import type { DeliveryView } from '../../ipc';
import { CopyTextButton, DetailList, Time } from '../../parts';
import { knownText } from '../../words';
import { isUndecided, VerdictPill } from './CallbacksScreen';

/** One callback: why it was believed or not, and exactly what arrived. */
export function DeliveryDrawer({
  delivery,
  onClose,
}: {
  delivery: DeliveryView | undefined;
  onClose: () => void;
}) {
  const intl = useIntl();
  return (
    <Drawer
      opened={delivery !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={intl.formatMessage({ id: 'callbacks.detail' })}
    >
      {delivery === undefined ? null : <Detail delivery={delivery} />}
    </Drawer>
  );
}

function Detail({ delivery }: { delivery: DeliveryView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { orderId, orderNumber, effect, rendering } = delivery;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <VerdictPill delivery={delivery} />
        {orderId === null ? null : (
          <Button
            size="xs"
            variant="default"
            onClick={() => void navigate({ to: '/orders/$id', params: { id: orderId } })}
          >
            {intl.formatMessage({ id: 'callbacks.open_order' })}
          </Button>
        )}
      </Group>
      {delivery.verified ? null : <Suspicion delivery={delivery} />}
      <DetailList
        details={[
          {
            term: intl.formatMessage({ id: 'callbacks.column.received' }),
            value: <Time at={delivery.receivedAt} />,
          },
          { term: intl.formatMessage({ id: 'words.account' }), value: delivery.accountName },
          { term: intl.formatMessage({ id: 'callbacks.column.order' }), value: orderNumber },
          {
            term: intl.formatMessage({ id: 'callbacks.column.effect' }),
            value: knownText(intl, `callbacks.effect.${effect}`, 'callbacks.effect.other', { effect }),
          },
          rendering === null
            ? null
            : {
                term: intl.formatMessage({ id: 'callbacks.rendering' }),
                value: knownText(intl, `callbacks.rendering.${rendering}`, 'callbacks.rendering.other', {
                  rendering,
                }),
              },
          delivery.repeats === 0
            ? null
            : {
                term: intl.formatMessage({ id: 'callbacks.column.repeats' }),
                value: intl.formatNumber(delivery.repeats),
              },
        ]}
      />
      {delivery.stringBuilt === null ? null : (
        <Raw title={intl.formatMessage({ id: 'callbacks.string_built' })} text={delivery.stringBuilt} />
      )}
      <Headers delivery={delivery} />
      <Raw title={intl.formatMessage({ id: 'callbacks.body' })} text={delivery.body} />
    </Stack>
  );
}

/** Why it could not be verified, in one sentence, and what would have made it match. */
function Suspicion({ delivery }: { delivery: DeliveryView }) {
  const intl = useIntl();
  const { suspicion, nearMiss } = delivery;
  if (isUndecided(delivery)) {
    return (
      <Alert variant="outline" color="yellow.8" icon={<IconLock aria-hidden />}>
        <Text size="sm">{intl.formatMessage({ id: 'callbacks.undecided.effect' })}</Text>
      </Alert>
    );
  }
  return (
    <Alert variant="outline" color="yellow.8" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm">
        {knownText(intl, `callbacks.suspicion.${suspicion ?? ''}`, 'callbacks.suspicion.other', {
          suspicion: suspicion ?? '',
        })}
      </Text>
      {nearMiss === null ? null : (
        <Text size="sm">
          {knownText(intl, `callbacks.near_miss.${nearMiss}`, 'callbacks.near_miss.other', { nearMiss })}
        </Text>
      )}
      <Text size="sm" pt={4}>
        {intl.formatMessage({ id: 'callbacks.unverified.effect' })}
      </Text>
    </Alert>
  );
}

function Headers({ delivery: { headers } }: { delivery: DeliveryView }) {
  const intl = useIntl();
  const title = intl.formatMessage({ id: 'callbacks.headers' });
  return (
    <div>
      <Title order={3} mb="xs">
        {title}
      </Title>
      <Table aria-label={title} withTableBorder layout="fixed">
        <Table.Tbody>
          {headers.map(({ name, value }) => (
            <Table.Tr key={`${name} ${value}`}>
              <Table.Th w="35%" className="mono">
                {name}
              </Table.Th>
              <Table.Td className="mono">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Raw({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <Title order={3}>{title}</Title>
        <CopyTextButton size="compact-xs" text={text} what={title}>
          <CopyWord />
        </CopyTextButton>
      </Group>
      <Code block>{text}</Code>
    </div>
  );
}

function CopyWord() {
  return useIntl().formatMessage({ id: 'parts.copy' });
}
