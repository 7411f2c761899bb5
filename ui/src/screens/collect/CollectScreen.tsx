import { useIntl } from 'react-intl';
import { LoadingState, Page } from '../../parts';

/** Replaced by the screen's own file. */
export function CollectScreen() {
  const intl = useIntl();
  return (
    <Page title={intl.formatMessage({ id: 'frame.nav.collect' })}>
      <LoadingState />
    </Page>
  );
}
