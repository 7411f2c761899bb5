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
 * that is said until one is answered. Accounts with the same trouble share a band: where this computer's address is not
 * taken any more, all of them have it.
 */
export function InVainBand() {
  const intl = useIntl();
  const navigate = useNavigate();
  const inVain = (useStatusLine().data?.gateways ?? []).filter(({ inVainSince }) => inVainSince !== null);
  const reasonOf = (code: string | null) => reasons.find((one) => one === code) ?? 'gateway_unreadable';
  const word = intl.formatMessage({ id: 'frame.in_vain.word' });
  return reasons.map((reason) => {
    const accounts = inVain.filter(({ inVainCode }) => reasonOf(inVainCode) === reason);
    if (accounts.length === 0) return null;
    const names = new Intl.ListFormat(intl.locale).format(accounts.map(({ accountName }) => accountName));
    const since = accounts.map(({ inVainSince }) => inVainSince ?? '').sort()[0];
    return (
      <Band key={reason} tone="warn" icon={IconMessageOff} word={word} name={`${word}: ${names}`}>
        <span role="alert">
          {intl.formatMessage(
            { id: 'frame.in_vain.sentence' },
            { name: <bdi key="name">{names}</bdi>, since: <Time key="since" at={since} as="brief" /> },
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
