import { Button, CloseButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconFileDownload, IconFileSpreadsheet, IconRefresh, IconTable } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { errorEntry, type OrderSummaryView } from '../../../ipc';
import { CopyTextButton, useAnnounce, useKeys } from '../../../parts';
import { MarkingProgress, MarkMany } from '../marks/MarkMany';
import { useMarking } from '../marks/useMarking';
import classes from '../Orders.module.css';
import { type OrderColumn, sheetOf } from './columns';
import { commaSeparated, tabSeparated } from './sheet';
import { type Asking, useAskMany } from './useAskMany';

type SelectionBarProps = {
  orders: readonly OrderSummaryView[];
  /** How many of them the list does not show any more. */
  away: number;
  /** What is copied of each. */
  columns: readonly OrderColumn[];
  /** Everything there is of each: what a file has. */
  all: readonly OrderColumn[];
  onExport: () => void;
  onClear: () => void;
};

/** What can be done with the selected orders. It stands below the list, so that no row moves when it comes. */
export function SelectionBar({ orders, away, columns, all, onExport, onClear }: SelectionBarProps) {
  const intl = useIntl();
  const { asking, start, stop, forget } = useAskMany();
  const marking = useMarking();
  const running = asking?.state === 'running' || marking.marking !== undefined;
  const selected = intl.formatMessage({ id: 'orders.selected' }, { count: orders.length });
  useSaid(selected, orders.length, asking);
  const clear = () => {
    // A menu or a filter's little window closes first; what is being asked about stays in sight.
    const inFront = document.activeElement?.closest('[role="dialog"], [role="menu"]') != null;
    if (!running && !inFront) onClear();
  };
  useKeys([{ keys: 'Escape', label: intl.formatMessage({ id: 'orders.key.deselect' }), run: clear }]);
  return (
    <section aria-label={intl.formatMessage({ id: 'orders.selection' })} className={classes['selection']}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" fw={600} className="num">
            {selected}
            {away === 0 ? null : (
              <Text span inherit fw={400} c="dimmed">
                {' · '}
                {intl.formatMessage({ id: 'orders.selected.away' }, { count: away })}
              </Text>
            )}
          </Text>
          <CloseButton
            aria-label={intl.formatMessage({ id: 'orders.selection.clear' })}
            disabled={running}
            onClick={clear}
          />
        </Group>
        <Group gap="xs" className={classes['actions'] ?? ''}>
          <Button
            size="xs"
            variant="default"
            disabled={running}
            leftSection={<IconRefresh size="1.1em" aria-hidden />}
            onClick={() => start(orders)}
          >
            {intl.formatMessage({ id: 'orders.selection.ask' })}
          </Button>
          <MarkMany orders={orders} marking={marking} disabled={running} />
          <CopyTextButton
            size="xs"
            text={() => tabSeparated(sheetOf(intl, columns, orders))}
            what={intl.formatMessage({ id: 'orders.copied_rows' }, { count: orders.length })}
            icon={IconTable}
          >
            {intl.formatMessage({ id: 'orders.selection.copy' })}
          </CopyTextButton>
          <CopyTextButton
            size="xs"
            text={() => commaSeparated(sheetOf(intl, all, orders))}
            what={intl.formatMessage({ id: 'orders.copied_csv' }, { count: orders.length })}
            icon={IconFileSpreadsheet}
          >
            {intl.formatMessage({ id: 'orders.selection.csv' })}
          </CopyTextButton>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFileDownload size="1.1em" aria-hidden />}
            onClick={onExport}
          >
            {intl.formatMessage({ id: 'export.button' })}
          </Button>
        </Group>
      </Group>
      <MarkingProgress marking={marking.marking} onStop={marking.stop} />
      {asking === undefined ? null : <Answers asking={asking} onStop={stop} onClose={forget} />}
    </section>
  );
}

/** How far the questions have come, and what they brought. */
function Answers({ asking, onStop, onClose }: { asking: Asking; onStop: () => void; onClose: () => void }) {
  const intl = useIntl();
  const { total, done, failed, state } = asking;
  const running = state === 'running';
  const first = failed[0];
  return (
    <Stack gap={4}>
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <Text size="sm" className="num">
          {running
            ? intl.formatMessage({ id: 'orders.asking_many' }, { done, total })
            : outcomeText(intl, asking)}
        </Text>
        {running ? (
          <Button size="compact-sm" variant="default" onClick={onStop}>
            {intl.formatMessage({ id: 'orders.asking_many.stop' })}
          </Button>
        ) : (
          <CloseButton size="sm" aria-label={intl.formatMessage({ id: 'parts.close' })} onClick={onClose} />
        )}
      </Group>
      {running ? (
        <Progress
          size="sm"
          value={total === 0 ? 100 : (done / total) * 100}
          aria-label={intl.formatMessage({ id: 'orders.asking_many' }, { done, total })}
        />
      ) : null}
      {first === undefined ? null : (
        <Text size="sm">
          {intl.formatMessage(
            { id: 'orders.asked_many.failed' },
            {
              count: failed.length,
              numbers: failed
                .map(({ number }) => number)
                .slice(0, 5)
                .join(', '),
              more: Math.max(0, failed.length - 5),
              why: intl.formatMessage({ id: errorEntry(first.error).text }, first.error.details),
            },
          )}
        </Text>
      )}
    </Stack>
  );
}

function outcomeText(
  intl: ReturnType<typeof useIntl>,
  { done, changed, failed, unsent, state }: Asking,
): string {
  return [
    intl.formatMessage({ id: `orders.asked_many.${state === 'running' ? 'done' : state}` }),
    intl.formatMessage({ id: 'orders.asked_many' }, { count: done - failed.length, changed }),
    ...(unsent === 0 ? [] : [intl.formatMessage({ id: 'orders.asked_many.unsent' }, { count: unsent })]),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Says how many are selected once the hand rests, and what the questions brought. */
function useSaid(selected: string, count: number, asking: Asking | undefined): void {
  const intl = useIntl();
  const announce = useAnnounce();
  useEffect(() => {
    if (count === 0) return undefined;
    const timer = setTimeout(() => announce(selected), 400);
    return () => clearTimeout(timer);
  }, [announce, selected, count]);
  const state = asking?.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: spoken when the questions begin and when they end
  useEffect(() => {
    if (asking === undefined) return;
    announce(
      state === 'running'
        ? intl.formatMessage({ id: 'orders.asking_many' }, { done: asking.done, total: asking.total })
        : outcomeText(intl, asking),
    );
  }, [state]);
}
