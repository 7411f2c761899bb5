import { Button, Center, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconPlugConnected, IconSchool } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { keys, shell, useCommand } from '../../ipc';
import { Failure } from '../../words';
import { ConnectForm } from '../settings/accounts/ConnectForm';

/** The first minute: two choices, and nothing else to understand. */
export function WelcomeScreen() {
  const intl = useIntl();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [connecting, connect] = useState(false);
  const practise = useCommand((_: undefined) => shell.startPractice());
  const title = intl.formatMessage({ id: 'welcome.title' });
  useEffect(() => {
    document.title = title;
  }, [title]);
  // The practice gateways' keys are no secrets: nothing has to be kept in a vault before practising.
  const begin = () =>
    practise.mutate(undefined, {
      onSuccess: async (state) => {
        client.setQueryData(keys.appState, state);
        await navigate({ to: '/' });
        await client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.appState[0] });
      },
    });
  return (
    <Center mih="100%" p="lg">
      <Stack gap="lg" w="100%" maw={connecting ? '44rem' : '52rem'}>
        <div>
          <Title order={1}>{title}</Title>
          <Text c="dimmed">{intl.formatMessage({ id: 'welcome.lead' })}</Text>
        </div>
        {connecting ? (
          <Paper withBorder p="lg">
            <Title order={2} mb="md">
              {intl.formatMessage({ id: 'welcome.connect' })}
            </Title>
            <ConnectForm onCancel={() => connect(false)} onDone={() => void navigate({ to: '/' })} />
          </Paper>
        ) : (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <Choice
              icon={<IconSchool size="2rem" stroke={1.5} aria-hidden />}
              title={intl.formatMessage({ id: 'welcome.practice' })}
              text={intl.formatMessage({ id: 'welcome.practice.text' })}
              action={
                <Button fullWidth loading={practise.isPending} onClick={begin}>
                  {intl.formatMessage({ id: 'welcome.practice.begin' })}
                </Button>
              }
            />
            <Choice
              icon={<IconPlugConnected size="2rem" stroke={1.5} aria-hidden />}
              title={intl.formatMessage({ id: 'welcome.connect' })}
              text={intl.formatMessage({ id: 'welcome.connect.text' })}
              action={
                <Button fullWidth variant="default" onClick={() => connect(true)}>
                  {intl.formatMessage({ id: 'welcome.connect.begin' })}
                </Button>
              }
            />
          </SimpleGrid>
        )}
        {practise.isError ? <Failure error={practise.error} onAgain={begin} /> : null}
      </Stack>
    </Center>
  );
}

type ChoiceProps = { icon: React.ReactNode; title: string; text: string; action: React.ReactNode };

function Choice({ icon, title, text, action }: ChoiceProps) {
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Stack gap="sm" h="100%" justify="space-between">
        <div>
          {icon}
          <Title order={2} mt="xs">
            {title}
          </Title>
          <Text size="sm">{text}</Text>
        </div>
        {action}
      </Stack>
    </Paper>
  );
}
