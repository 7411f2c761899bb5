import { CloseButton, Group, List, Paper, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useIntl } from 'react-intl';
import { useAppState } from '../../ipc';
import { PlaceLink } from '../../words';

const steps = [
  { id: 'collect', to: '/collect' },
  { id: 'pay', to: '/orders' },
  { id: 'payout', to: '/payout' },
  { id: 'balance', to: '/balances' },
] as const;

/** The tour of the practice merchant: four things to try, until it is closed. */
export function FirstSteps() {
  const intl = useIntl();
  const practice = useAppState().data?.mode === 'practice';
  const [closed, close] = useLocalStorage({
    key: 'counterfoil-first-steps-closed',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  if (!practice || closed) return null;
  const title = intl.formatMessage({ id: 'overview.steps' });
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Group justify="space-between" align="flex-start">
        <Title order={2}>{title}</Title>
        <CloseButton onClick={() => close(true)} />
      </Group>
      <List type="ordered" size="sm" spacing={4} pt="xs">
        {steps.map(({ id, to }) => (
          <List.Item key={id}>
            <PlaceLink to={to} inherit underline="always">
              {intl.formatMessage({ id: `overview.steps.${id}` })}
            </PlaceLink>{' '}
            <Text span inherit c="dimmed">
              {intl.formatMessage({ id: `overview.steps.${id}.text` })}
            </Text>
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}
