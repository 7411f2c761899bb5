import { Anchor } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconInfoCircle,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import type { Tone } from '../../parts';
import type { Finding } from './findings';
import classes from './payout.module.css';

const signs: Record<Tone, Icon> = {
  bad: IconBan,
  warn: IconAlertTriangle,
  plain: IconInfoCircle,
  wait: IconClock,
  good: IconCircleCheck,
};

/** What is known about a payout, one line each: sign, sentence, and the orders that it speaks of. */
export function Findings({ findings, name }: { findings: readonly Finding[]; name: string }) {
  const intl = useIntl();
  const navigate = useNavigate();
  return (
    <ul className={classes['findings']} aria-label={name}>
      {findings.map(({ id, tone, text, orders }) => {
        const Sign = signs[tone];
        return (
          <li key={`${id} ${text}`} data-tone={tone}>
            <Sign size="1.1em" aria-hidden />
            <span>
              {text}
              {orders?.map((order) => (
                <Anchor
                  key={order.id}
                  component="button"
                  type="button"
                  size="sm"
                  className={classes['order'] ?? ''}
                  onClick={() => void navigate({ to: '/orders/$id', params: { id: order.id } })}
                >
                  {intl.formatMessage({ id: 'payout.check.open' }, { number: order.number })}
                </Anchor>
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
