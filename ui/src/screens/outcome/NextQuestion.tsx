import { Text } from '@mantine/core';
import { IconClock, IconLoader } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { useAppState, useStatusLine } from '../../ipc';
import { Time, useNow } from '../../parts';
import { builtInOnly } from '../../session/vault';
import classes from './outcome.module.css';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** A question takes so long at most; one that is due for longer waits for its turn. */
const ASKING_MS = 15 * SECOND;

type NextQuestionProps = {
  at: string | null;
  /** The account of the order. */
  accountId: string;
  /** A question is under way by a person's press. */
  asking?: boolean;
};

/** When the gateway is asked next: counted down, and not read out second by second. */
export function NextQuestion({ at, accountId, asking = false }: NextQuestionProps) {
  const intl = useIntl();
  const now = useNow(SECOND);
  const left = at === null ? Number.NaN : Math.ceil((Date.parse(at) - now) / SECOND) * SECOND;
  const waitsFor = useWaitsFor(accountId);
  const underWay = asking || (waitsFor === null && left <= 0 && left > -ASKING_MS);
  const Sign = underWay ? IconLoader : IconClock;
  return (
    <Text size="sm" component="div" className={classes['nextLine'] ?? ''}>
      <Sign size="1.1em" aria-hidden />
      <span>
        {underWay ? (
          intl.formatMessage({ id: 'outcome.next.now' })
        ) : at === null ? (
          intl.formatMessage({ id: 'outcome.next.none' })
        ) : left <= 0 ? (
          intl.formatMessage({
            id: waitsFor === null ? 'outcome.next.due' : `outcome.next.waits.${waitsFor}`,
          })
        ) : left >= HOUR ? (
          <>
            {intl.formatMessage({ id: 'outcome.next.at' })} <Time at={at} />
          </>
        ) : (
          <>
            <Left ms={left} /> (<Time at={at} as="clock" />)
          </>
        )}
      </span>
    </Text>
  );
}

/** What stands in the way of a question that is due, as far as this window knows. */
function useWaitsFor(accountId: string): 'passphrase' | 'connection' | null {
  const state = useAppState().data;
  const offlineSince = useStatusLine().data?.offlineSince ?? null;
  const locked =
    state !== undefined && state.vault.status !== 'ready' && !builtInOnly(state.accounts, [accountId]);
  return locked ? 'passphrase' : offlineSince === null ? null : 'connection';
}

function Left({ ms }: { ms: number }) {
  const intl = useIntl();
  const minutes = Math.floor(ms / SECOND / 60);
  const seconds = (ms / SECOND) % 60;
  return (
    <span
      role="timer"
      className="num"
      aria-label={intl.formatMessage({ id: 'outcome.next.in_spoken' }, { minutes, seconds })}
    >
      {intl.formatMessage(
        { id: 'outcome.next.in' },
        { minutes: String(minutes), seconds: String(seconds).padStart(2, '0') },
      )}
    </span>
  );
}
