import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import type { OrderSummaryView } from '../../ipc';
import { useAnnounce } from '../../parts';
import { statusSentence } from '../../words';

/** Says aloud when the order on show moves on; what it was when the page opened is on the page. */
export function useStatusAnnouncement(summary: OrderSummaryView | undefined): void {
  const intl = useIntl();
  const announce = useAnnounce();
  const before = useRef<string>(undefined);
  const { id, status, direction } = summary ?? {};
  useEffect(() => {
    if (id === undefined || status === undefined || direction === undefined) return;
    const now = `${id} ${status}`;
    if (before.current?.startsWith(`${id} `) === true && before.current !== now) {
      const word = intl.formatMessage({ id: `words.status.${status}` });
      announce(`${word}. ${statusSentence(intl, status, direction)}`);
    }
    before.current = now;
  }, [id, status, direction, intl, announce]);
}
