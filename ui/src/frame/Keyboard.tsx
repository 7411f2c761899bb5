import { spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useKeys } from '../parts';
import { KeySheet } from './KeySheet';
import { Palette } from './Palette';
import { places } from './places';

/** The keys that work on every screen, their sheet, and the palette. */
export function Keyboard() {
  const intl = useIntl();
  const navigate = useNavigate();
  const [sheet, show] = useState(false);
  useKeys([
    ...places.map(({ keys, text, to }) => ({
      keys,
      label: intl.formatMessage({ id: text }),
      run: () => void navigate({ to }),
    })),
    {
      keys: 'Ctrl+K',
      label: intl.formatMessage({ id: 'frame.palette' }),
      run: spotlight.open,
      whileTyping: true,
    },
    { keys: '?', label: intl.formatMessage({ id: 'frame.keys' }), run: () => show(true) },
  ]);
  return (
    <>
      <Palette />
      <KeySheet opened={sheet} onClose={() => show(false)} />
    </>
  );
}
