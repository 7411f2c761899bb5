import { Button, Checkbox, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { IconTrashX } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { PracticeBand } from '../../frame/PracticeBand';
import type { IpcError, OrderDetailView } from '../../ipc';
import { Failure } from '../../words';
import { Answers } from './Answers';
import { AskedTable } from './Asked';
import { isShort, ReasonInput } from './ReasonInput';
import { Which } from './Which';

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
  const { direction } = order.summary;
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
      <ReasonInput
        help={intl.formatMessage({ id: 'outcome.abandon.reason.help' })}
        value={reason}
        onChange={onReason}
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
          disabled={isShort(reason) || !checked}
          loading={busy}
          onClick={onDeclare}
        >
          {intl.formatMessage({ id: 'outcome.abandon.confirm' })}
        </Button>
      </Group>
    </Stack>
  );
}
