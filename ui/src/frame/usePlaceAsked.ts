import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { type PlaceView, usePlaces } from '../ipc';
import { useAnnounce } from '../parts';
import { useScope } from '../session/scope';

/** Follows links to orders, and goes where a window of an order's own leads. It only ever shows something. */
export function usePlaceAsked(): void {
  const intl = useIntl();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const { setAccountId } = useScope();
  const say = (message: string) => {
    announce(message);
    notifications.show({ message, autoClose: 12_000 });
  };
  usePlaces(({ kind, orderId, number }: PlaceView) => {
    if (kind === 'refused') {
      say(intl.formatMessage({ id: 'links.refused' }));
      return;
    }
    setAccountId(null);
    if (kind === 'order' && orderId !== null) {
      void navigate({ to: '/orders/$id', params: { id: orderId } });
      return;
    }
    const text = number ?? '';
    void navigate({ to: '/orders', search: { text } });
    if (kind === 'nothing' || kind === 'several') {
      say(intl.formatMessage({ id: `links.${kind}` }, { number: text }));
    }
  });
}
