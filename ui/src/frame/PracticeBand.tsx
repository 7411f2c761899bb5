import { IconSchool } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { useAppState } from '../ipc';
import { Band } from '../parts';

/** Practice cannot be mistaken for live: colour, icon, word and sentence. */
export function PracticeBand({ inDialog = false }: { inDialog?: boolean }) {
  const intl = useIntl();
  if (useAppState().data?.mode !== 'practice') return null;
  return (
    <Band
      tone="practice"
      icon={IconSchool}
      word={intl.formatMessage({ id: 'frame.practice.word' })}
      {...(inDialog ? {} : { name: intl.formatMessage({ id: 'frame.practice.name' }) })}
    >
      {intl.formatMessage({ id: 'frame.practice.sentence' })}
    </Band>
  );
}
