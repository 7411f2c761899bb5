import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../../ipc';
import { LabelPicker } from './LabelPicker';
import classes from './Marks.module.css';
import { useMarking } from './useMarking';

/** The labels of an order on its page: each can be taken away, and more can be added. */
export function Labels({ order: { id, labels } }: { order: OrderSummaryView }) {
  const intl = useIntl();
  const { mark } = useMarking();
  return (
    <ul className={classes['labels']} aria-label={intl.formatMessage({ id: 'marks.labels' })}>
      {labels.map((name) => {
        const remove = intl.formatMessage({ id: 'marks.label.remove' }, { name });
        return (
          <li key={name} className={classes['label']}>
            <bdi className={classes['text']}>{name}</bdi>
            <Tooltip label={remove}>
              <ActionIcon
                size="sm"
                radius="xl"
                aria-label={remove}
                onClick={() => mark([id], { kind: 'label', name, wanted: false })}
              >
                <IconX size="0.9em" aria-hidden />
              </ActionIcon>
            </Tooltip>
          </li>
        );
      })}
      <li>
        <LabelPicker
          name={intl.formatMessage({ id: 'marks.label.add' })}
          without={labels}
          keys="l"
          onPick={(name) => mark([id], { kind: 'label', name, wanted: true })}
        />
      </li>
    </ul>
  );
}

/** The labels of an order in a row of the list. */
export function LabelsCell({ labels }: { labels: readonly string[] }) {
  const intl = useIntl();
  if (labels.length === 0) return null;
  const all = labels.join(', ');
  return (
    <span
      className={classes['row']}
      role="img"
      aria-label={intl.formatMessage({ id: 'marks.labels.are' }, { names: all })}
      title={all}
    >
      {labels.map((name) => (
        <span key={name} className={classes['label']} aria-hidden>
          <bdi className={classes['text']}>{name}</bdi>
        </span>
      ))}
    </span>
  );
}
