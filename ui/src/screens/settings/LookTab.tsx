import { type MantineColorScheme, SegmentedControl, Select, useMantineColorScheme } from '@mantine/core';
import { useIntl } from 'react-intl';
import { FieldRow } from '../../parts';
import { type TextSize, textSizes, useNavigationFolded, useTextSize } from '../../session/look';

const schemes: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];
const navigation = ['words', 'icons'] as const;

/** Colours and sizes; they follow the system unless somebody wants otherwise. */
export function LookTab() {
  const intl = useIntl();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [size, setSize] = useTextSize();
  const [folded, fold] = useNavigationFolded();
  const name = (id: 'colours' | 'text_size' | 'navigation') =>
    intl.formatMessage({ id: `settings.look.${id}` });
  return (
    <>
      <FieldRow title={name('colours')} help={intl.formatMessage({ id: 'settings.look.colours.help' })}>
        <SegmentedControl
          aria-label={name('colours')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
          data={schemes.map((scheme) => ({
            value: scheme,
            label: intl.formatMessage({ id: `settings.look.colours.${scheme}` }),
          }))}
        />
      </FieldRow>
      <FieldRow title={name('text_size')} help={intl.formatMessage({ id: 'settings.look.text_size.help' })}>
        <Select
          aria-label={name('text_size')}
          maw="12rem"
          value={String(size)}
          onChange={(value) => setSize(Number(value) as TextSize)}
          data={textSizes.map((each) => ({
            value: String(each),
            label: intl.formatMessage({ id: 'settings.look.per_cent' }, { size: each }),
          }))}
        />
      </FieldRow>
      <FieldRow title={name('navigation')}>
        <SegmentedControl
          aria-label={name('navigation')}
          value={folded ? 'icons' : 'words'}
          onChange={(value) => fold(value === 'icons')}
          data={navigation.map((each) => ({
            value: each,
            label: intl.formatMessage({ id: `settings.look.navigation.${each}` }),
          }))}
        />
      </FieldRow>
    </>
  );
}
