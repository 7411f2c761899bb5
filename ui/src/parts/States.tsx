import { Button, Center, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { type Icon, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

/** Nothing is here yet: says so, and what to do. */
export function EmptyState({
  icon: Sign,
  title,
  children,
  action,
}: {
  icon: Icon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Center mih="14rem" p="lg">
      <Stack align="center" gap="xs" maw="28rem" ta="center">
        <Sign size="2.25rem" stroke={1.25} color="var(--mantine-color-dimmed)" aria-hidden />
        <Title order={2}>{title}</Title>
        {children === undefined ? null : (
          <Text c="dimmed" size="sm">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}

/** Something could not be shown: what happened, the next step, and the technical words small. */
export function ErrorState({
  title,
  children,
  technical,
  onAgain,
  action,
}: {
  title: string;
  children: ReactNode;
  technical?: string;
  onAgain?: () => void;
  action?: ReactNode;
}) {
  const intl = useIntl();
  return (
    <Center mih="14rem" p="lg">
      <Stack role="alert" align="center" gap="xs" maw="32rem" ta="center">
        <IconAlertTriangle size="2.25rem" stroke={1.25} color="var(--mantine-color-error)" aria-hidden />
        <Title order={2}>{title}</Title>
        <Text size="sm">{children}</Text>
        {technical === undefined ? null : (
          <Text size="xs" c="dimmed" className="mono">
            {technical}
          </Text>
        )}
        {action}
        {onAgain === undefined ? null : (
          <Button variant="default" onClick={onAgain}>
            {intl.formatMessage({ id: 'parts.again' })}
          </Button>
        )}
      </Stack>
    </Center>
  );
}

/** The outline of what is coming; appears at once and does not jump. */
export function LoadingState({ lines = 6 }: { lines?: number }) {
  const intl = useIntl();
  return (
    <Stack gap="sm" aria-busy="true">
      <VisuallyHidden>{intl.formatMessage({ id: 'parts.loading' })}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key) => (
        <Skeleton key={key} height="1.75rem" aria-hidden />
      ))}
    </Stack>
  );
}
