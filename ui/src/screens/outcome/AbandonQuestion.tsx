import { Button, Checkbox, Group, Modal, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconTrashX } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { PracticeBand } from '../../frame/PracticeBand';
import type { IpcError, OrderDetailView } from '../../ipc';
import { Failure } from '../../words';
import { Answers } from './Answers';
import { AskedTable } from './Asked';
import { Which } from './Which';

/** A reason's length in characters; the desk says the same and has the last word. */
export const REASON_MIN = 10;
export const REASON_MAX = 2000;

type AbandonQuestionProps = {
  order: OrderDetailView;
  opened: boolean;
  reason: string;
  onReason: (reason: string) => void;
  busy: boolean;
  error: IpcError | null;
  onClose: () => void;
  onDeclare: () => void;
};

/**
 * Asks whether an unknown order was really never made. Who is wrong here pays twice, so this is no form that Enter
 * confirms, and the keyboard stands on the reason.
 */
export function AbandonQuestion({ opened, onClose, ...question }: AbandonQuestionProps) {
  const intl = useIntl();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={intl.formatMessage({ id: `outcome.abandon.title.${question.order.summary.direction}` })}
    >
      <Question {...question} onClose={onClose} />
    </Modal>
  );
}

function Question({
  order,
  reason,
  onReason,
  busy,
  error,
  onClose,
  onDeclare,
}: Omit<AbandonQuestionProps, 'opened'>) {
  const intl = useIntl();
  const [checked, check] = useState(false);
  const [left, leave] = useState(false);
  const { direction } = order.summary;
  const short = [...reason.trim()].length < REASON_MIN;
  const length = intl.formatMessage({ id: 'outcome.abandon.reason.length' }, { min: REASON_MIN });
  return (
    <Stack gap="md">
      <PracticeBand inDialog />
      <Text size="sm" fw={600}>
        {intl.formatMessage({ id: `outcome.abandon.danger.${direction}` })}
      </Text>
      <Text size="sm">{intl.formatMessage({ id: 'outcome.abandon.no_proof' })}</Text>
      <Which order={order} />
      <Stack gap="xs">
        <Title order={3}>{intl.formatMessage({ id: 'outcome.abandon.answers' })}</Title>
        <AskedTable asked={order.settling?.asked ?? []} />
        <Answers order={order} />
      </Stack>
      <Text size="sm">
        {intl.formatMessage({ id: 'outcome.abandon.stays' })}{' '}
        {intl.formatMessage({ id: `outcome.abandon.then.${direction}` })}
      </Text>
      <Textarea
        label={intl.formatMessage({ id: 'outcome.abandon.reason' })}
        description={`${intl.formatMessage({ id: 'outcome.abandon.reason.help' })} ${length}`}
        required
        autosize
        minRows={2}
        maxRows={6}
        maxLength={REASON_MAX}
        value={reason}
        error={left && reason !== '' && short ? length : null}
        onChange={(event) => onReason(event.currentTarget.value)}
        onBlur={() => leave(true)}
        data-autofocus
      />
      <Checkbox
        label={intl.formatMessage({ id: 'outcome.abandon.checked' })}
        checked={checked}
        onChange={(event) => check(event.currentTarget.checked)}
      />
      {error === null ? null : <Failure error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {intl.formatMessage({ id: 'parts.cancel' })}
        </Button>
        <Button
          color="red.9"
          leftSection={<IconTrashX size="1.1em" aria-hidden />}
          disabled={short || !checked}
          loading={busy}
          onClick={onDeclare}
        >
          {intl.formatMessage({ id: 'outcome.abandon.confirm' })}
        </Button>
      </Group>
    </Stack>
  );
}
