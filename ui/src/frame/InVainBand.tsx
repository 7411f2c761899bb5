import { Button } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { useStatusLine } from '../ipc';
import { Band, Time } from '../parts';

/** What makes questions vain, by the code of the error; whatever else it is reads as nonsense. */
const reasons = [
  'gateway_refused',
  'gateway_unreadable',
  'gateway_redirected',
  'vault_no_such_secret',
] as const;

/**
 * A gateway that answers each question with a refusal looks reachable, and all open orders of its account stand still:
 * that is said until one is answered.
 */
export function InVainBand() {
  const intl = useIntl();
  const navigate = useNavigate();
  const gateways = useStatusLine().data?.gateways ?? [];
  const word = intl.formatMessage({ id: 'frame.in_vain.word' });
  return gateways.map(({ accountId, accountName, inVainSince, inVainCode }) => {
    if (inVainSince === null) return null;
    const reason = reasons.find((one) => one === inVainCode) ?? 'gateway_unreadable';
    return (
      <Band key={accountId} tone="warn" icon={IconMessageOff} word={word} name={`${word}: ${accountName}`}>
        <span role="alert">
          {intl.formatMessage(
            { id: 'frame.in_vain.sentence' },
            {
              name: <bdi key="name">{accountName}</bdi>,
              since: <Time key="since" at={inVainSince} as="brief" />,
            },
          )}{' '}
          {intl.formatMessage({ id: `frame.in_vain.${reason}` })}
        </span>{' '}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => void navigate({ to: '/settings', search: { tab: 'accounts' } })}
        >
          {intl.formatMessage({ id: 'errors.action.open_accounts' })}
        </Button>
      </Band>
    );
  });
}
