import { Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconFileCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { PracticeBand } from '../../frame/PracticeBand';
import type { ChosenFileView, IpcError, OrderDetailView, SettlementRequest, VerdictKind } from '../../ipc';
import { KeyHint } from '../../parts';
import { Failure } from '../../words';
import { EvidenceFile } from './EvidenceFile';
import classes from './outcome.module.css';
import { Which } from './Which';

/** Lengths in characters; the desk says the same and has the last word. */
const REFERENCE_MIN = 3;
const REFERENCE_MAX = 200;
const NOTE_MIN = 10;
const NOTE_MAX = 2000;

/** What has been filled in so far. */
export type Evidence = {
  verdict: VerdictKind | null;
  reference: string;
  note: string;
  file: ChosenFileView | null;
};
export const emptyEvidence: Evidence = { verdict: null, reference: '', note: '', file: null };

type Field = 'verdict' | 'reference' | 'note' | 'file';
const fields: readonly Field[] = ['verdict', 'reference', 'note', 'file'];

type SettleQuestionProps = {
  order: OrderDetailView;
  opened: boolean;
  evidence: Evidence;
  onEvidence: (change: Partial<Evidence>) => void;
  busy: boolean;
  error: IpcError | null;
  onClose: () => void;
  onSettle: (given: SettlementRequest) => void;
};

/**
 * What became of an unknown order, and who or what says so. Whoever is wrong here pays twice or not at all, so Enter
 * alone settles nothing: a press on the button does, or Ctrl Enter.
 */
export function SettleQuestion({ opened, onClose, ...question }: SettleQuestionProps) {
  const intl = useIntl();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={intl.formatMessage({ id: `settling.title.${question.order.summary.direction}` })}
    >
      <Question {...question} onClose={onClose} />
    </Modal>
  );
}

function Question({
  order,
  evidence,
  onEvidence,
  busy,
  error,
  onClose,
  onSettle,
}: Omit<SettleQuestionProps, 'opened'>) {
  const intl = useIntl();
  const { direction } = order.summary;
  const form = useRef<HTMLDivElement>(null);
  const [shown, show] = useState(false);
  const missing = missingIn(evidence);
  const blamed = blamedBy(error);
  const wrong = (field: Field) =>
    (shown && missing.includes(field)) || blamed === field
      ? intl.formatMessage({ id: `settling.wrong.${field}` })
      : null;
  const focus = (field: Field | undefined) =>
    form.current?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal leads to its field once
  useEffect(() => {
    if (blamed !== null) focus(blamed);
  }, [error]);
  const settle = () => {
    if (busy) return;
    show(true);
    if (missing.length > 0) focus(missing[0]);
    else if (evidence.verdict !== null) {
      onSettle({
        verdict: evidence.verdict,
        reference: evidence.reference.trim(),
        note: evidence.note.trim(),
        file: evidence.file?.token ?? null,
      });
    }
  };
  return (
    <Stack
      ref={form}
      gap="md"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        settle();
      }}
    >
      <PracticeBand inDialog />
      <Which order={order} />
      <Radio.Group
        label={intl.formatMessage({ id: 'settling.verdict' })}
        required
        value={evidence.verdict ?? ''}
        onChange={(verdict) => onEvidence({ verdict: verdict as VerdictKind })}
        error={wrong('verdict')}
      >
        <Stack gap="sm" pt="xs" pb={4}>
          {(['succeeded', 'failed'] as const).map((verdict, at) => (
            <Radio
              key={verdict}
              value={verdict}
              label={intl.formatMessage({ id: `settling.verdict.${verdict}` })}
              description={intl.formatMessage({ id: `settling.follows.${verdict}.${direction}` })}
              {...(verdict === 'failed' ? { classNames: { description: classes['careful'] ?? '' } } : {})}
              {...(at === 0 ? { 'data-autofocus': true, 'data-field': 'verdict' } : {})}
            />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label={intl.formatMessage({ id: 'settling.reference' })}
        description={intl.formatMessage({ id: 'settling.reference.help' })}
        required
        maxLength={REFERENCE_MAX}
        value={evidence.reference}
        error={wrong('reference')}
        data-field="reference"
        onChange={(event) => onEvidence({ reference: event.currentTarget.value })}
      />
      <Textarea
        label={intl.formatMessage({ id: 'settling.note' })}
        description={intl.formatMessage({ id: 'settling.note.help' })}
        required
        autosize
        minRows={2}
        maxRows={6}
        maxLength={NOTE_MAX}
        value={evidence.note}
        error={wrong('note')}
        data-field="note"
        onChange={(event) => onEvidence({ note: event.currentTarget.value })}
      />
      <EvidenceFile
        file={evidence.file}
        error={error !== null && blamed === 'file' ? error : null}
        onFile={(file) => onEvidence({ file })}
      />
      <Text size="sm">{intl.formatMessage({ id: 'settling.stays' })}</Text>
      {error === null || blamed !== null ? null : <Failure error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {intl.formatMessage({ id: 'parts.cancel' })}
        </Button>
        <Button
          leftSection={<IconFileCheck size="1.1em" aria-hidden />}
          rightSection={<KeyHint keys="Ctrl+Enter" />}
          aria-label={intl.formatMessage({ id: 'settling.confirm' })}
          aria-keyshortcuts="Control+Enter"
          loading={busy}
          onClick={settle}
        >
          {intl.formatMessage({ id: 'settling.confirm' })}
        </Button>
      </Group>
    </Stack>
  );
}

const characters = (text: string): number => [...text.trim()].length;

function missingIn({ verdict, reference, note }: Evidence): Field[] {
  return fields.filter(
    (field) =>
      (field === 'verdict' && verdict === null) ||
      (field === 'reference' && characters(reference) < REFERENCE_MIN) ||
      (field === 'note' && characters(note) < NOTE_MIN),
  );
}

/** The field that a refusal names, if it names one. */
function blamedBy(error: IpcError | null): Field | null {
  switch (error?.code) {
    case 'evidence_field':
      return fields.find((field) => field === error.details['field']) ?? null;
    case 'evidence_too_large':
    case 'evidence_unreadable':
    case 'evidence_not_chosen':
      return 'file';
    default:
      return null;
  }
}
