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
import { AbandonedTwin, UnknownTwin } from './Twin';

const signs: Record<Tone, Icon> = {
  bad: IconBan,
  warn: IconAlertTriangle,
  plain: IconInfoCircle,
  wait: IconClock,
  good: IconCircleCheck,
};

type FindingsProps = {
  findings: readonly Finding[];
  name: string;
  /** The person says that it takes the place of a given-up order. */
  onReplace?: (id: string) => void;
};

/** What is known about a payout, one line each: sign, sentence, and the orders that it speaks of. */
export function Findings({ findings, name, onReplace }: FindingsProps) {
  const intl = useIntl();
  const navigate = useNavigate();
  return (
    <ul className={classes['findings']} aria-label={name}>
      {findings.map(({ id, tone, text, orders }) => {
        const Sign = signs[tone];
        return (
          <li key={`${id} ${text}`} data-tone={tone}>
            <Sign size="1.1em" aria-hidden />
            <div>
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
              {id === 'twin' ? orders?.map((order) => <UnknownTwin key={order.id} twin={order} />) : null}
              {id === 'abandoned_twin'
                ? orders?.map((order) => <AbandonedTwin key={order.id} twin={order} onReplace={onReplace} />)
                : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
