import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { type FlagKind, type FlagView, keys, type OrderDetailView, shell, useCommand } from '../../../ipc';
import { Amount, Time, useAnnounce } from '../../../parts';
import { Failure, FlagPill, StatusPill, statusSentence } from '../../../words';
import { Why } from '../../outcome';
import classes from './Detail.module.css';

/** What the eye meets first: how much, where it stands, what that means, what is odd about it. */
export function Head({ order }: { order: OrderDetailView }) {
  const intl = useIntl();
  const { summary } = order;
  const sentence =
    summary.status === 'unknown' && !order.canAsk
      ? intl.formatMessage({ id: `sentences.cannot_ask.${summary.direction}` })
      : statusSentence(intl, summary.status, summary.direction);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="center" gap="sm">
        <Amount value={summary.amount} currency={summary.currency} className={classes['amount'] ?? ''} />
        <Group gap="xs">
          <StatusPill status={summary.status} />
          {summary.provisional ? <FlagPill flag="provisional" /> : null}
        </Group>
      </Group>
      <Text size="md" fw={summary.status === 'unknown' ? 600 : 400}>
        {sentence}
      </Text>
      {summary.provisional ? (
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: 'sentences.provisional' })}
        </Text>
      ) : null}
      <Questions order={order} />
      <Why order={order} />
      <Flags order={order} />
    </Stack>
  );
}

/** How often the gateway was asked, and when it will be asked next. */
function Questions({ order: { questionsAsked, nextQuestionAt } }: { order: OrderDetailView }) {
  const intl = useIntl();
  if (questionsAsked === 0 && nextQuestionAt === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {intl.formatMessage({ id: 'orders.questions' }, { count: questionsAsked })}
      {nextQuestionAt === null ? null : (
        <>
          {' · '}
          {intl.formatMessage({ id: 'orders.questions.next' })} <Time at={nextQuestionAt} as="clock" />
        </>
      )}
    </Text>
  );
}

/** What deserves an eye; marking it as seen keeps it in the history. */
function Flags({ order: { flags, summary } }: { order: OrderDetailView }) {
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
  return (
    <Stack gap="xs">
      {raised.map((flag) => (
        <Flag
          key={flag.flag}
          flag={flag}
          busy={see.isPending && see.variables === flag.flag}
          onSeen={() => mark(flag.flag)}
        />
      ))}
      {see.isError ? <Failure error={see.error} /> : null}
    </Stack>
  );
}

function Flag({ flag, busy, onSeen }: { flag: FlagView; busy: boolean; onSeen: () => void }) {
  const intl = useIntl();
  const word = intl.formatMessage({ id: `words.flag.${flag.flag}` });
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap" className={classes['flag'] ?? ''}>
      <div>
        <FlagPill flag={flag.flag} />
        <Text size="sm" pt={2}>
          {intl.formatMessage({ id: `words.flag.${flag.flag}.why` })}
        </Text>
      </div>
      {flag.seenAt === null ? (
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
      ) : (
        <Text size="xs" c="dimmed" className={classes['stiff'] ?? ''}>
          {intl.formatMessage({ id: 'orders.flag.seen_at' })} <Time at={flag.seenAt} />
        </Text>
      )}
    </Group>
  );
}
