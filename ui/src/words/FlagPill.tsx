import { IconFlag, IconInfoCircle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import type { DirectionKind, FlagKind } from '../ipc';
import { Pill } from '../parts';
import { isGrave } from './grave';

/** What about an order deserves an eye; the sentence stands in the tooltip. */
export function FlagPill({ flag, direction }: { flag: FlagKind; direction: DirectionKind }) {
  const intl = useIntl();
  const informs = flag === 'provisional';
  return (
    <span title={intl.formatMessage({ id: `words.flag.${flag}.why` })}>
      <Pill
        tone={informs ? 'plain' : isGrave(flag, direction) ? 'bad' : 'warn'}
        icon={informs ? IconInfoCircle : IconFlag}
      >
        {intl.formatMessage({ id: `words.flag.${flag}` })}
      </Pill>
    </span>
  );
}
