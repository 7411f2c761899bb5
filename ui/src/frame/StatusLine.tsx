import {
  IconAntennaBars5,
  IconClockExclamation,
  IconEar,
  IconEye,
  IconPlugConnectedX,
  IconWifiOff,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { type StatusLineView, useStatusLine } from '../ipc';
import { Time } from '../parts';
import { useScope } from '../session/scope';
import classes from './Frame.module.css';

/** A clock difference below this is nothing to speak of. */
const CLOCK_MS = 5000;

/** The bottom line: gateways, clocks, the watching of open orders, the listener. */
export function StatusLine() {
  const status = useStatusLine().data;
  return (
    <footer className={classes['status']}>
      {status === undefined ? null : (
        <>
          <Gateways status={status} />
          <Tracker status={status} />
          <Listener status={status} />
        </>
      )}
    </footer>
  );
}

function Fact({ trouble, children }: { trouble?: boolean; children: ReactNode }) {
  return (
    <span className={classes['fact']} data-trouble={trouble === true || undefined}>
      {children}
    </span>
  );
}

function Gateways({ status }: { status: StatusLineView }) {
  const intl = useIntl();
  const { accountId } = useScope();
  const gateways = status.gateways.filter((gateway) => accountId === null || gateway.accountId === accountId);
  const silent = gateways.filter(({ reachable }) => reachable === false);
  const asked = gateways.filter(({ reachable }) => reachable !== null);
  const latest = asked
    .map(({ lastAnswerAt }) => lastAnswerAt ?? '')
    .sort()
    .at(-1);
  const names = new Intl.ListFormat(intl.locale).format(silent.map(({ accountName }) => accountName));
  const skewed = gateways.filter(({ clockSkewMs }) => Math.abs(clockSkewMs ?? 0) > CLOCK_MS);
  return (
    <>
      {status.offlineSince !== null ? (
        <Fact trouble>
          <IconWifiOff size="1.2em" aria-hidden />
          {intl.formatMessage({ id: 'frame.status.offline' })} <Time at={status.offlineSince} as="relative" />
        </Fact>
      ) : silent.length > 0 ? (
        <Fact trouble>
          <IconPlugConnectedX size="1.2em" aria-hidden />
          {intl.formatMessage({ id: 'frame.status.unreachable' }, { names })}
        </Fact>
      ) : (
        <Fact>
          <IconAntennaBars5 size="1.2em" aria-hidden />
          {intl.formatMessage({ id: 'frame.status.reachable' }, { count: asked.length })}
        </Fact>
      )}
      {latest === undefined || latest === '' ? null : (
        <Fact>
          {intl.formatMessage({ id: 'frame.status.last_answer' })} <Time at={latest} as="relative" />
        </Fact>
      )}
      {skewed.map(({ accountId: id, accountName, clockSkewMs }) => (
        <Fact key={id} trouble>
          <IconClockExclamation size="1.2em" aria-hidden />
          {intl.formatMessage(
            { id: 'frame.status.clock' },
            { name: accountName, seconds: Math.round((clockSkewMs ?? 0) / 1000) },
          )}
        </Fact>
      ))}
    </>
  );
}

function Tracker({ status: { watched, nextQuestionAt } }: { status: StatusLineView }) {
  const intl = useIntl();
  return (
    <Fact>
      <IconEye size="1.2em" aria-hidden />
      {intl.formatMessage({ id: 'frame.status.watching' }, { count: watched })}
      {nextQuestionAt === null || watched === 0 ? null : (
        <>
          {' · '}
          {intl.formatMessage({ id: 'frame.status.next' })} <Time at={nextQuestionAt} as="clock" />
        </>
      )}
    </Fact>
  );
}

function Listener({ status: { listener } }: { status: StatusLineView }) {
  const intl = useIntl();
  const text =
    listener.error !== null
      ? intl.formatMessage({ id: 'frame.status.listener.failed' })
      : listener.on
        ? intl.formatMessage({ id: 'frame.status.listener.on' }, { port: String(listener.port ?? '') })
        : intl.formatMessage({ id: 'frame.status.listener.off' });
  return (
    <Fact trouble={listener.error !== null}>
      <IconEar size="1.2em" aria-hidden />
      {text}
    </Fact>
  );
}
