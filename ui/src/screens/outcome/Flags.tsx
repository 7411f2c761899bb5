import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { type FlagKind, type FlagView, keys, type OrderDetailView, shell, useCommand } from '../../ipc';
import { Time, useAnnounce } from '../../parts';
import { Failure, FlagPill, type GraveFlag, isGrave } from '../../words';
import classes from './outcome.module.css';

/** What deserves an eye; marking it as seen keeps it in the history. */
export function Flags({ order: { flags, summary } }: { order: OrderDetailView }) {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  const see = useCommand(
    (flag: FlagKind) => shell.markFlagSeen(summary.id, flag),
    [keys.orders, keys.overview],
  );
  const raised = flags.filter(({ flag }) => flag !== 'provisional');
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
  const grave = raised.filter((flag): flag is FlagView & { flag: GraveFlag } => isGrave(flag.flag));
  return (
    <Stack gap="xs">
      {grave.map((flag) => (
        <Grave key={flag.flag} flag={flag}>
          {seen(flag)}
        </Grave>
      ))}
      {raised
        .filter(({ flag }) => !isGrave(flag))
        .map((flag) => (
          <Group
            key={flag.flag}
            justify="space-between"
            gap="sm"
            wrap="nowrap"
            className={classes['flag'] ?? ''}
          >
            <div>
              <FlagPill flag={flag.flag} />
              <Text size="sm" pt={2}>
                {intl.formatMessage({ id: `words.flag.${flag.flag}.why` })}
              </Text>
            </div>
            {seen(flag)}
          </Group>
        ))}
      {see.isError ? <Failure error={see.error} /> : null}
    </Stack>
  );
}

/** Money may be lost here: what happened, and what to do now. */
function Grave({ flag, children }: { flag: FlagView & { flag: GraveFlag }; children: React.ReactNode }) {
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
          <Text size="sm">{intl.formatMessage({ id: `words.flag.${flag.flag}.why` })}</Text>
          <Text size="sm" fw={600}>
            {intl.formatMessage({ id: `words.flag.${flag.flag}.now` })}
          </Text>
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
