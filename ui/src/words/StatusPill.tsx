import {
  type Icon,
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconClock,
  IconFileText,
  IconHelp,
  IconHourglassEmpty,
  IconLoader,
  IconPlugConnectedX,
  IconSend,
  IconTrashX,
  IconX,
} from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { StatusKind } from '../ipc';
import { Pill, type Tone } from '../parts';

const looks: Record<StatusKind, { tone: Tone; icon: Icon }> = {
  prepared: { tone: 'plain', icon: IconFileText },
  sending: { tone: 'wait', icon: IconSend },
  not_sent: { tone: 'warn', icon: IconPlugConnectedX },
  unknown: { tone: 'warn', icon: IconHelp },
  refused: { tone: 'bad', icon: IconBan },
  pending: { tone: 'wait', icon: IconClock },
  processing: { tone: 'wait', icon: IconLoader },
  succeeded: { tone: 'good', icon: IconCheck },
  failed: { tone: 'bad', icon: IconX },
  returned: { tone: 'bad', icon: IconArrowBackUp },
  expired: { tone: 'plain', icon: IconHourglassEmpty },
  abandoned: { tone: 'plain', icon: IconTrashX },
  cancelled: { tone: 'plain', icon: IconAlertTriangle },
};

/** Every status, in the order of an order's life. */
export const statuses = Object.keys(looks) as StatusKind[];

/** Where an order stands. */
export function StatusPill({ status }: { status: StatusKind }) {
  const intl = useIntl();
  const { tone, icon } = looks[status];
  return (
    <Pill tone={tone} icon={icon}>
      {intl.formatMessage({ id: `words.status.${status}` })}
    </Pill>
  );
}
