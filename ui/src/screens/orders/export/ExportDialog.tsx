import { Button, Checkbox, Group, Modal, Progress, Radio, Stack, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { OrderQuery, OrderSummaryView } from '../../../ipc';
import { Failure } from '../../../words';
import { exportRequest } from './exportRequest';
import { type Exporting, useExport } from './useExport';

type ExportDialogProps = {
  opened: boolean;
  onClose: () => void;
  /** The selected orders; without any, the whole list is meant. */
  selected: readonly OrderSummaryView[];
  /** The present list. */
  query: OrderQuery;
};

/** Puts the selected orders, or the whole list, into a file. */
export function ExportDialog({ opened, onClose, selected, query }: ExportDialogProps) {
  const intl = useIntl();
  const { exporting, start, stop } = useExport(onClose);
  return (
    <Modal opened={opened} onClose={onClose} title={intl.formatMessage({ id: 'export.title' })}>
      {exporting.state === 'choosing' || exporting.state === 'writing' ? (
        <Writing exporting={exporting} onStop={stop} />
      ) : (
        <Question
          selected={selected}
          failure={exporting.state === 'failed' ? exporting.error : undefined}
          onClose={onClose}
          onStart={(ids, full) => start(exportRequest(intl, query, ids, full))}
        />
      )}
    </Modal>
  );
}

type QuestionProps = {
  selected: readonly OrderSummaryView[];
  failure: Extract<Exporting, { state: 'failed' }>['error'] | undefined;
  onClose: () => void;
  onStart: (ids: readonly string[] | null, full: boolean) => void;
};

function Question({ selected, failure, onClose, onStart }: QuestionProps) {
  const intl = useIntl();
  const [which, choose] = useState(selected.length === 0 ? 'list' : 'selected');
  const [full, wantFull] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onStart(which === 'list' ? null : selected.map(({ id }) => id), full);
      }}
    >
      <Stack gap="md">
        {selected.length === 0 ? (
          <Text size="sm">{intl.formatMessage({ id: 'export.which.list' })}</Text>
        ) : (
          <Radio.Group label={intl.formatMessage({ id: 'export.which' })} value={which} onChange={choose}>
            <Stack gap="xs" mt={4}>
              <Radio
                value="selected"
                label={intl.formatMessage({ id: 'export.which.selected' }, { count: selected.length })}
              />
              <Radio value="list" label={intl.formatMessage({ id: 'export.which.list' })} />
            </Stack>
          </Radio.Group>
        )}
        <Checkbox
          checked={full}
          onChange={(event) => wantFull(event.currentTarget.checked)}
          label={intl.formatMessage({ id: 'export.full' })}
          description={intl.formatMessage({ id: 'export.full.help' })}
        />
        <Text size="sm" c="dimmed">
          {intl.formatMessage({ id: 'export.what' })}
        </Text>
        {failure === undefined ? null : <Failure error={failure} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {intl.formatMessage({ id: 'parts.cancel' })}
          </Button>
          <Button type="submit" data-autofocus leftSection={<IconFileSpreadsheet size="1.1em" aria-hidden />}>
            {intl.formatMessage({ id: 'export.start' })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type WritingProps = {
  exporting: Extract<Exporting, { state: 'choosing' | 'writing' }>;
  onStop: () => void;
};

function Writing({ exporting, onStop }: WritingProps) {
  const intl = useIntl();
  if (exporting.state === 'choosing') {
    return <Text size="sm">{intl.formatMessage({ id: 'export.choosing' })}</Text>;
  }
  const { rows } = exporting;
  // Orders that came since it was counted are written too.
  const total = exporting.total === null ? null : Math.max(exporting.total, rows);
  const words =
    total === null
      ? intl.formatMessage({ id: 'export.writing' }, { rows })
      : intl.formatMessage({ id: 'export.writing.of' }, { rows, total });
  return (
    <Stack gap="sm">
      <Text size="sm" className="num" role="status">
        {words}
      </Text>
      {/* As long as nobody knows how many there will be, it can be seen that it goes on. */}
      <Progress
        value={total === null || total === 0 ? 100 : (rows / total) * 100}
        animated={total === null}
        size="sm"
        aria-label={words}
      />
      <Group justify="flex-end">
        <Button variant="default" disabled={exporting.stopping} onClick={onStop} data-autofocus>
          {intl.formatMessage({ id: exporting.stopping ? 'export.stopping' : 'export.stop' })}
        </Button>
      </Group>
    </Stack>
  );
}
