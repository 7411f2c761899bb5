import { Notifications } from '@mantine/notifications';
import classes from './Frame.module.css';

/**
 * Messages and alerts, in a row of their own at the window's foot. Some stay until they are closed, so they lie over
 * nothing: neither over a dialog nor over what is read or filled in beside the list.
 */
export function Toasts() {
  return (
    <div className={classes['toasts']}>
      <Notifications
        withinPortal={false}
        position="bottom-right"
        limit={4}
        // Mantine's own 200 px cut an alert's title and link off with large text; the row scrolls instead.
        notificationMaxHeight="40rem"
        classNames={{ root: classes['toastRow'] ?? '', notification: classes['toast'] ?? '' }}
      />
    </div>
  );
}
