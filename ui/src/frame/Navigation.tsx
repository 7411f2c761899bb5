import { ActionIcon, NavLink, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { useWidthInRem } from '../parts';
import { useNavigationFolded } from '../session/look';
import classes from './Frame.module.css';
import { places } from './places';

/** Below this width there is no room for words beside the screens. */
const ROOM_REM = 52;

/** Where one can go: icon and word; folded, the word is the name and the tooltip. */
export function Navigation() {
  const intl = useIntl();
  const { pathname } = useLocation();
  const [wanted, fold] = useNavigationFolded();
  const narrow = useWidthInRem() < ROOM_REM;
  const folded = wanted || narrow;
  return (
    <nav
      className={classes['navigation']}
      data-folded={folded}
      aria-label={intl.formatMessage({ id: 'frame.nav' })}
    >
      {places.map(({ to, text, icon: Sign }) => {
        const active = to === '/' ? pathname === '/' : pathname.startsWith(to);
        const word = intl.formatMessage({ id: text });
        return (
          <Tooltip key={to} label={word} position="right" disabled={!folded}>
            <NavLink
              component={Link}
              to={to}
              className={classes['place'] ?? ''}
              label={folded ? undefined : word}
              aria-label={word}
              aria-current={active ? 'page' : undefined}
              data-active={active || undefined}
              leftSection={<Sign size="1.25em" stroke={1.75} aria-hidden />}
            />
          </Tooltip>
        );
      })}
      {narrow ? null : (
        <ActionIcon
          className={classes['fold'] ?? ''}
          size="lg"
          aria-label={intl.formatMessage({ id: folded ? 'frame.nav.unfold' : 'frame.nav.fold' })}
          aria-expanded={!folded}
          onClick={() => fold(!wanted)}
        >
          {folded ? (
            <IconLayoutSidebarLeftExpand aria-hidden />
          ) : (
            <IconLayoutSidebarLeftCollapse aria-hidden />
          )}
        </ActionIcon>
      )}
    </nav>
  );
}
