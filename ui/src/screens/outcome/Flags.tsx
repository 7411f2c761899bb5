import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import {
  type DirectionKind,
  type FlagKind,
  type FlagView,
  keys,
  type OrderDetailView,
  shell,
  useCommand,
} from '../../ipc';
import { Time, useAnnounce } from '../../parts';
import { Failure, FlagPill, isGrave } from '../../words';
import classes from './outcome.module.css';

/** A flag that needs a person. */
type Raised = FlagView & { flag: Exclude<FlagKind, 'provisional'> };

/** What deserves an eye; marking it as seen keeps it in the history. */
export function Flags({ order: { flags, summary } }: { order: OrderDetailView }) {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  const see = useCommand(
    (flag: FlagKind) => shell.markFlagSeen(summary.id, flag),
    [keys.orders, keys.overview],
  );
  const { direction } = summary;
  const raised = flags.filter((flag): flag is Raised => flag.flag !== 'provisional');
  if (raised.length === 0) return null;
  const mark = (flag: FlagKind) =>
    see.mutate(flag, {
      onSuccess: (changed) => {
        client.setQueryData(keys.order(summary.id), changed);
        announce(intl.formatMessage({ id: 'orders.flag.seen' }));
      },
    });
  const seen = (flag: FlagView) => (
    <Seen flag={flag} busy={see.isPending && see.variables === flag.flag} onSeen={() => mark(flag.flag)} />
  );
  // The gravest first, and what nobody has seen yet in red.
  const grave = raised.filter((flag) => isGrave(flag.flag, direction));
  return (
    <Stack gap="xs">
      {grave.map((flag) => (
        <Grave key={flag.flag} flag={flag} direction={direction}>
          {seen(flag)}
        </Grave>
      ))}
      {raised
        .filter(({ flag }) => !isGrave(flag, direction))
        .map((flag) => (
          <Group
            key={flag.flag}
            justify="space-between"
            gap="sm"
            wrap="nowrap"
            className={classes['flag'] ?? ''}
          >
            <div>
              <FlagPill flag={flag.flag} direction={direction} />
              <WhyAndNow flag={flag.flag} direction={direction} />
            </div>
            {seen(flag)}
          </Group>
        ))}
      {see.isError ? <Failure error={see.error} /> : null}
    </Stack>
  );
}

/** What happened, and what to do now. */
function WhyAndNow({ flag, direction }: { flag: Raised['flag']; direction: DirectionKind }) {
  const intl = useIntl();
  return (
    <>
      <Text size="sm">{intl.formatMessage({ id: `words.flag.${flag}.why` })}</Text>
      <Text size="sm" fw={600}>
        {intl.formatMessage({ id: `words.flag.${flag}.now` }, { direction })}
      </Text>
    </>
  );
}

type GraveProps = { flag: Raised; direction: DirectionKind; children: React.ReactNode };

/** Money may be lost here: said in red until somebody has seen it. */
function Grave({ flag, direction, children }: GraveProps) {
  const intl = useIntl();
  const open = flag.seenAt === null;
  return (
    <Alert
      variant={open ? 'light' : 'outline'}
      color="red.8"
      role={open ? 'alert' : 'group'}
      icon={<IconAlertOctagon aria-hidden />}
      classNames={{
        root: open ? (classes['grave'] ?? '') : '',
        title: classes['title'] ?? '',
        message: classes['graveText'] ?? '',
      }}
      title={intl.formatMessage({ id: `words.flag.${flag.flag}` })}
    >
      <Stack gap="xs">
        <div>
          <WhyAndNow flag={flag.flag} direction={direction} />
        </div>
        <Group>{children}</Group>
      </Stack>
    </Alert>
  );
}

function Seen({ flag, busy, onSeen }: { flag: FlagView; busy: boolean; onSeen: () => void }) {
  const intl = useIntl();
  const word = intl.formatMessage({ id: `words.flag.${flag.flag}` });
  if (flag.seenAt !== null) {
    return (
      <Text size="xs" c="dimmed" className={classes['stiff'] ?? ''}>
        {intl.formatMessage({ id: 'orders.flag.seen_at' })} <Time at={flag.seenAt} />
      </Text>
    );
  }
  return (
    <Button
      size="xs"
      variant="default"
      className={classes['stiff'] ?? ''}
      loading={busy}
      aria-label={intl.formatMessage({ id: 'orders.flag.mark_seen_what' }, { flag: word })}
      onClick={onSeen}
    >
      {intl.formatMessage({ id: 'orders.flag.mark_seen' })}
    </Button>
  );
}
