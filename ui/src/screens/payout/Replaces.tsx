import { Alert, Anchor, Checkbox, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowsExchange } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { type DraftReport, type OrderDetailView, useOrder } from '../../ipc';
import { declarationOf } from '../outcome';

/** What has become of the wish to pay in place of a given-up order. */
export type Replacing =
  /** It takes its place, as far as is known. */
  | 'holds'
  /** Account or amount are not the same any more: a payment of its own. */
  | 'other'
  /** The order is not given up any more: it may have been paid. */
  | 'moved_on';

/** Holds the wish against what Rust says of the draft, and against where the order stands now. */
export function replacing(
  replaces: string,
  old: OrderDetailView | undefined,
  report: DraftReport | undefined,
): Replacing {
  if (old !== undefined && old.summary.status !== 'abandoned') return 'moved_on';
  if (report?.payout == null || report.problems.length > 0) return 'holds';
  return report.payout.abandonedTwin?.id === replaces ? 'holds' : 'other';
}

type ReplacesProps = {
  replaces: string;
  report: DraftReport | undefined;
  /** On the review the person confirms that they know it; elsewhere it is only said. */
  known?: { checked: boolean; onChange: (checked: boolean) => void };
  /** It was said just now, by a button that is gone: the keyboard goes on here. */
  focus?: boolean;
};

/** Warns that a payout is made in place of another, and what that can cost. */
export function Replaces({ replaces, report, known, focus = false }: ReplacesProps) {
  const intl = useIntl();
  const old = useOrder(replaces).data;
  if (old === undefined) return null;
  const { number, status } = old.summary;
  const state = replacing(replaces, old, report);
  if (state === 'other' && known === undefined) {
    return (
      <Warning id={replaces} number={number} title={null}>
        {intl.formatMessage({ id: 'settling.warning.cleared' }, { number })}
      </Warning>
    );
  }
  if (state !== 'holds') {
    const word = intl.formatMessage({ id: `words.status.${status}` });
    return (
      <Warning id={replaces} number={number} title={null} bad>
        {intl.formatMessage({ id: 'settling.warning.moved_on' }, { number, status: word })}
      </Warning>
    );
  }
  const declared = declarationOf(old);
  return (
    <Warning
      id={replaces}
      number={number}
      title={intl.formatMessage({ id: 'settling.warning.title' }, { number })}
      focus={focus}
    >
      {declared === undefined
        ? intl.formatMessage({ id: 'settling.warning.undated' })
        : intl.formatMessage(
            { id: 'settling.warning' },
            { when: intl.formatDate(declared.at, { dateStyle: 'medium', timeStyle: 'short' }) },
          )}
      {known === undefined ? null : (
        <Checkbox
          mt="xs"
          label={intl.formatMessage({ id: 'settling.warning.known' }, { number })}
          description={known.checked ? null : intl.formatMessage({ id: 'settling.warning.needed' })}
          checked={known.checked}
          onChange={(event) => known.onChange(event.currentTarget.checked)}
        />
      )}
    </Warning>
  );
}

type WarningProps = {
  id: string;
  number: string;
  title: string | null;
  bad?: boolean;
  focus?: boolean;
  children: ReactNode;
};

function Warning({ id, number, title, bad = false, focus = false, children }: WarningProps) {
  const intl = useIntl();
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) box.current?.focus();
  }, [focus]);
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      variant="outline"
      color={bad ? 'red.8' : 'yellow.8'}
      role={bad ? 'alert' : 'group'}
      icon={bad ? <IconAlertTriangle aria-hidden /> : <IconArrowsExchange aria-hidden />}
      title={title}
    >
      <Stack gap={4} align="flex-start">
        <Text size="sm" component="div">
          {children}
        </Text>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => void navigate({ to: '/orders/$id', params: { id } })}
        >
          {intl.formatMessage({ id: 'settling.warning.open' }, { number })}
        </Anchor>
      </Stack>
    </Alert>
  );
}
