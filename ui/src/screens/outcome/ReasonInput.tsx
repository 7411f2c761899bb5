import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';

/** A reason's length in characters; the desk says the same and has the last word. */
const REASON_MIN = 10;
const REASON_MAX = 2000;

/** Whether it is too short to be a reason. */
export const isShort = (reason: string): boolean => [...reason.trim()].length < REASON_MIN;

type ReasonInputProps = { help: string; value: string; onChange: (reason: string) => void };

/** The reason for what a person decides about an order. The keyboard stands here when its dialog opens. */
export function ReasonInput({ help, value, onChange }: ReasonInputProps) {
  const intl = useIntl();
  const [left, leave] = useState(false);
  const length = intl.formatMessage({ id: 'outcome.abandon.reason.length' }, { min: REASON_MIN });
  return (
    <Textarea
      label={intl.formatMessage({ id: 'outcome.abandon.reason' })}
      description={`${help} ${length}`}
      required
      autosize
      minRows={2}
      maxRows={6}
      maxLength={REASON_MAX}
      value={value}
      error={left && value !== '' && isShort(value) ? length : null}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => leave(true)}
      data-autofocus
    />
  );
}
