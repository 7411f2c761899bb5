import {
  ActionIcon,
  Badge,
  Button,
  CloseButton,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Modal,
  Notification,
  SegmentedControl,
  Select,
  Table,
  TextInput,
  Tooltip,
} from '@mantine/core';

/** Ink on paper: a petrol ink for what can be pressed, warm greys for the rest. */
export const ink: MantineColorsTuple = [
  '#edf5f7',
  '#d9e8ed',
  '#b3d2dc',
  '#8abccb',
  '#62a3b7',
  '#3f889f',
  '#2c7189',
  '#205d73',
  '#184b5e',
  '#103845',
];
export const paper: MantineColorsTuple = [
  '#f8f7f4',
  '#f1efea',
  '#e6e3dc',
  '#d6d2c9',
  '#bfbab0',
  '#918c82',
  '#67635b',
  '#4d4a44',
  '#343230',
  '#1f1e1c',
];
export const night: MantineColorsTuple = [
  '#e9e7e2',
  '#cfccc5',
  '#aba79f',
  '#86827a',
  '#57544e',
  '#3f3d39',
  '#2f2e2b',
  '#232220',
  '#1b1a19',
  '#121110',
];

/** The colours that texts and marks use, by scheme. `theme.test.ts` measures their contrast. */
export const tones = {
  light: {
    surface: '#ffffff',
    ground: '#f8f7f4',
    text: '#1f1e1c',
    dimmed: '#5f5b54',
    placeholder: '#6f6b63',
    link: '#205d73',
    focus: '#184b5e',
    line: '#dcd8d0',
    error: '#a3231b',
    good: { text: '#1a5c36', back: '#e2f2e7' },
    bad: { text: '#96211a', back: '#fbe7e4' },
    warn: { text: '#744500', back: '#fdeccb' },
    wait: { text: '#1f4f78', back: '#e3eef8' },
    plain: { text: '#4d4a44', back: '#eceae5' },
    practice: { text: '#3b2600', back: '#ffc94d' },
  },
  dark: {
    surface: '#2a2926',
    ground: '#1f1e1c',
    text: '#e9e7e2',
    dimmed: '#b3afa7',
    placeholder: '#a19d95',
    link: '#8abccb',
    focus: '#8abccb',
    line: '#403e3a',
    error: '#ff9c92',
    good: { text: '#93dcae', back: '#1c3b29' },
    bad: { text: '#ffaba2', back: '#4a1f1b' },
    warn: { text: '#ffd07f', back: '#463108' },
    wait: { text: '#a4cdf2', back: '#1d354b' },
    plain: { text: '#cfccc5', back: '#3a3835' },
    practice: { text: '#2c1c00', back: '#f0b232' },
  },
} as const;

type Scheme = (typeof tones)['light' | 'dark'];

function variables(scheme: Scheme): Record<string, string> {
  const marks = ['good', 'bad', 'warn', 'wait', 'plain', 'practice'] as const;
  return {
    '--mantine-color-body': scheme.ground,
    '--mantine-color-text': scheme.text,
    '--mantine-color-dimmed': scheme.dimmed,
    '--mantine-color-placeholder': scheme.placeholder,
    '--mantine-color-anchor': scheme.link,
    '--mantine-color-error': scheme.error,
    '--mantine-color-default': scheme.surface,
    '--mantine-color-default-border': scheme.line,
    '--cf-surface': scheme.surface,
    '--cf-line': scheme.line,
    '--cf-focus': scheme.focus,
    ...Object.fromEntries(
      marks.flatMap((mark) => [
        [`--cf-${mark}-text`, scheme[mark].text],
        [`--cf-${mark}-back`, scheme[mark].back],
      ]),
    ),
  };
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(tones.light),
  dark: variables(tones.dark),
});

/**
 * The computer's own fonts. On Linux by their general names only: every name that is not installed is looked for in all
 * fonts, for each size and weight anew, and a start would take a third of a second longer.
 */
export function fonts(userAgent: string): { fontFamily: string; fontFamilyMonospace: string } {
  return userAgent.includes('Linux')
    ? { fontFamily: 'sans-serif', fontFamilyMonospace: 'monospace' }
    : {
        fontFamily: 'system-ui, "Segoe UI", sans-serif',
        fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Consolas, monospace',
      };
}

/** The look. `close` is the name of every close button, in the person's language. */
export function themeWith(close: string) {
  // Mantine types a component's default props without the attributes of its element.
  const closeProps = { 'aria-label': close };
  return createTheme({
    primaryColor: 'ink',
    primaryShade: { light: 7, dark: 7 },
    colors: { ink, gray: paper, dark: night },
    white: '#ffffff',
    black: '#1f1e1c',
    ...fonts(navigator.userAgent),
    fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.125rem', xl: '1.375rem' },
    headings: {
      fontWeight: '600',
      sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' }, h3: { fontSize: '0.9375rem' } },
    },
    spacing: { xs: '0.375rem', sm: '0.625rem', md: '0.875rem', lg: '1.25rem', xl: '2rem' },
    defaultRadius: 'sm',
    radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '16px' },
    focusClassName: 'cf-focus',
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
      Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 500 } }),
      Button: Button.extend({ defaultProps: { size: 'sm' } }),
      CloseButton: CloseButton.extend({ defaultProps: closeProps }),
      Drawer: Drawer.extend({ defaultProps: { closeButtonProps: closeProps } }),
      Modal: Modal.extend({
        defaultProps: {
          centered: true,
          closeButtonProps: closeProps,
          // Mantine makes it a header, which would be a second banner of the page.
          attributes: { header: { role: 'presentation' } },
        },
      }),
      Notification: Notification.extend({ defaultProps: { closeButtonProps: closeProps } }),
      SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'sm' } }),
      Select: Select.extend({
        defaultProps: { size: 'sm', allowDeselect: false, checkIconPosition: 'right' },
      }),
      Table: Table.extend({ defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } }),
      TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
      Tooltip: Tooltip.extend({ defaultProps: { events: { hover: true, focus: true, touch: false } } }),
    },
  });
}
