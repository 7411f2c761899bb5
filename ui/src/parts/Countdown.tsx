import { Text, type TextProps } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { momentOf, second, useNow } from './now';

type CountdownProps = TextProps & {
  /** The end: an RFC 3339 text, or Unix milliseconds. */
  until: number | string;
  onEnd?: () => void;
};

/** Minutes and seconds until a moment; the seconds are not read out one by one. */
export function Countdown({ until, onEnd, ...rest }: CountdownProps) {
  const intl = useIntl();
  const now = useNow(second);
  const left = Math.max(0, Math.ceil((momentOf(until) - now) / second));
  const ended = left === 0;
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (ended) end.current?.();
  }, [ended]);
  if (ended) {
    return (
      <Text span inherit {...rest}>
        {intl.formatMessage({ id: 'parts.expired' })}
      </Text>
    );
  }
  const minutes = Math.floor(left / 60);
  const seconds = left % 60;
  return (
    <Text
      span
      inherit
      className="num"
      role="timer"
      aria-label={intl.formatMessage({ id: 'parts.time_left_spoken' }, { minutes, seconds })}
      {...rest}
    >
      {intl.formatMessage(
        { id: 'parts.time_left' },
        { minutes: String(minutes), seconds: String(seconds).padStart(2, '0') },
      )}
    </Text>
  );
}
