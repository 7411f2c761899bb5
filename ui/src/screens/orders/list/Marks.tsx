import { IconAlertCircle, IconDatabaseX, IconFlag, IconInfoCircle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import classes from './columns.module.css';

/** Small signs behind a status: a person is needed, flags, a success that may still be turned round. */
export function Marks({ order }: { order: OrderSummaryView }) {
  const intl = useIntl();
  const flags = order.flags.filter((flag) => flag !== 'provisional');
  const words = [
    ...(order.damaged ? [intl.formatMessage({ id: 'data.order.damaged' })] : []),
    ...(order.needsPerson ? [intl.formatMessage({ id: 'orders.needs_person' })] : []),
    ...flags.map((flag) => intl.formatMessage({ id: `words.flag.${flag}` })),
    ...(order.provisional ? [intl.formatMessage({ id: 'words.flag.provisional' })] : []),
  ];
  if (words.length === 0) return null;
  const Sign = order.damaged
    ? IconDatabaseX
    : order.needsPerson
      ? IconAlertCircle
      : flags.length > 0
        ? IconFlag
        : IconInfoCircle;
  const name = words.join(' · ');
  return (
    <span role="img" aria-label={name} title={name} className={classes['marks']}>
      <Sign
        size="1.15em"
        aria-hidden
        color={
          order.damaged || order.needsPerson || flags.length > 0
            ? 'var(--cf-warn-text)'
            : 'var(--mantine-color-dimmed)'
        }
      />
    </span>
  );
}
