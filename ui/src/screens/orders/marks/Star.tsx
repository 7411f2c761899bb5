import { ActionIcon, Tooltip } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import { useKeys } from '../../../parts';
import classes from './Marks.module.css';
import { useMarking } from './useMarking';

/** Gives the order on show a star, or takes it away; so does the key `s`. */
export function Star({ order: { id, starred } }: { order: OrderSummaryView }) {
  const intl = useIntl();
  const { star } = useMarking();
  const toggle = () => star(id, !starred);
  useKeys([{ keys: 's', label: intl.formatMessage({ id: 'marks.key.star' }), run: toggle }]);
  const hint = intl.formatMessage({ id: starred ? 'marks.star.take' : 'marks.star.give' });
  const Sign = starred ? IconStarFilled : IconStar;
  return (
    <Tooltip label={`${hint} · s`}>
      {/* A switch keeps its name; whether it is on is said beside it. */}
      <ActionIcon
        aria-label={intl.formatMessage({ id: 'marks.star' })}
        aria-pressed={starred}
        onClick={toggle}
        {...(starred ? { className: classes['star'] ?? '' } : {})}
      >
        <Sign size="1.2em" aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** The star of an order in a row of the list. */
export function StarCell({ starred }: { starred: boolean }) {
  const intl = useIntl();
  if (!starred) return null;
  return (
    <IconStarFilled
      size="1.1em"
      role="img"
      aria-label={intl.formatMessage({ id: 'marks.starred' })}
      className={classes['star']}
    />
  );
}
