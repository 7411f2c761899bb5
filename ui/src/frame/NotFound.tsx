import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { EmptyState } from '../parts';

/** An address that leads nowhere. */
export function NotFound() {
  const intl = useIntl();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={IconMapOff}
      title={intl.formatMessage({ id: 'frame.not_found' })}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/' })}>
          {intl.formatMessage({ id: 'frame.nav.overview' })}
        </Button>
      }
    />
  );
}
