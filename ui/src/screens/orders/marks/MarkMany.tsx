import { Button, Group, Progress, Text } from '@mantine/core';
import { IconStar, IconStarOff } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import { LabelPicker } from './LabelPicker';
import type { Marking, useMarking } from './useMarking';

type MarkManyProps = {
  orders: readonly OrderSummaryView[];
  marking: ReturnType<typeof useMarking>;
  disabled: boolean;
};

/** Stars and labels for all selected orders. */
export function MarkMany({ orders, marking: { marking, mark }, disabled }: MarkManyProps) {
  const intl = useIntl();
  const ids = orders.map(({ id }) => id);
  const off = disabled || marking !== undefined;
  // With a star on all of them the only thing left is to take it away.
  const starred = orders.every((order) => order.starred);
  const Sign = starred ? IconStarOff : IconStar;
  const worn = [...new Set(orders.flatMap(({ labels }) => labels))].sort((one, other) =>
    one.localeCompare(other),
  );
  return (
    <>
      <Button
        size="xs"
        variant="default"
        disabled={off}
        leftSection={<Sign size="1.1em" aria-hidden />}
        onClick={() => mark(ids, { kind: 'star', wanted: !starred })}
      >
        {intl.formatMessage({ id: starred ? 'marks.many.unstar' : 'marks.many.star' })}
      </Button>
      <LabelPicker
        name={intl.formatMessage({ id: 'marks.many.label' })}
        disabled={off}
        onPick={(name) => mark(ids, { kind: 'label', name, wanted: true })}
      />
      {worn.length === 0 ? null : (
        <LabelPicker
          name={intl.formatMessage({ id: 'marks.many.unlabel' })}
          of={worn}
          disabled={off}
          onPick={(name) => mark(ids, { kind: 'label', name, wanted: false })}
        />
      )}
    </>
  );
}

/** How far marking has come, and the way to stop it. */
export function MarkingProgress({ marking, onStop }: { marking: Marking | undefined; onStop: () => void }) {
  const intl = useIntl();
  if (marking === undefined) return null;
  const words = intl.formatMessage({ id: 'marks.many.progress' }, { ...marking });
  return (
    <div>
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <Text size="sm" className="num" role="status">
          {words}
        </Text>
        <Button size="compact-sm" variant="default" onClick={onStop}>
          {intl.formatMessage({ id: 'marks.many.stop' })}
        </Button>
      </Group>
      <Progress size="sm" value={(marking.done / marking.total) * 100} aria-label={words} />
    </div>
  );
}
