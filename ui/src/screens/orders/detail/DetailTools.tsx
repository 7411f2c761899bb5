import { ActionIcon, Tooltip } from '@mantine/core';
import { IconAppWindow, IconLink, IconWindowMaximize } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { type OrderSummaryView, shell } from '../../../ipc';
import { useCopy } from '../../../parts';
import { useIsOwnWindow } from '../../../session/ownWindow';
import { Star } from '../marks/Star';
import { orderLink } from '../own/orderLink';
import { useOpenOwnWindow } from '../own/useOwnWindow';

/** Small things to do with the page itself: its star, its link, the other window it can be shown in. */
export function DetailTools({ order }: { order: OrderSummaryView }) {
  const intl = useIntl();
  const own = useIsOwnWindow();
  const openOwn = useOpenOwnWindow();
  const [copy] = useCopy();
  const link = orderLink(order.number);
  return (
    <>
      <Star order={order} />
      {link === undefined ? null : (
        <Tool
          name={intl.formatMessage({ id: 'links.copy' })}
          icon={IconLink}
          onClick={() => copy(link, intl.formatMessage({ id: 'links.link' }))}
        />
      )}
      {own ? (
        <Tool
          name={intl.formatMessage({ id: 'own.main' })}
          icon={IconWindowMaximize}
          onClick={() => void shell.showInMain(order.id)}
        />
      ) : (
        <Tool
          name={intl.formatMessage({ id: 'own.open' })}
          icon={IconAppWindow}
          onClick={() => openOwn(order.id)}
        />
      )}
    </>
  );
}

function Tool({ name, icon: Sign, onClick }: { name: string; icon: typeof IconLink; onClick: () => void }) {
  return (
    <Tooltip label={name}>
      <ActionIcon aria-label={name} onClick={onClick}>
        <Sign size="1.2em" aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
