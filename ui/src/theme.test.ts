import { describe, expect, it } from 'vitest';
import { fonts, ink, night, tones } from './theme';

function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2 AA: texts, and marks such as focus rings. */
const TEXT = 4.5;
const MARK = 3;

describe.each(['light', 'dark'] as const)('the %s scheme', (name) => {
  const scheme = tones[name];

  it.each(['surface', 'ground'] as const)('can be read on its %s', (back) => {
    for (const text of ['text', 'dimmed', 'placeholder', 'link', 'error'] as const) {
      expect(contrast(scheme[text], scheme[back]), `${text} on ${back}`).toBeGreaterThanOrEqual(TEXT);
    }
    expect(contrast(scheme.focus, scheme[back]), `focus on ${back}`).toBeGreaterThanOrEqual(MARK);
  });

  it.each(['good', 'bad', 'warn', 'wait', 'plain', 'practice'] as const)('can be read on %s', (tone) => {
    expect(contrast(scheme[tone].text, scheme[tone].back)).toBeGreaterThanOrEqual(TEXT);
  });

  it('can be read on the row under the pointer', () => {
    expect(contrast(scheme.dimmed, scheme.plain.back)).toBeGreaterThanOrEqual(TEXT);
  });
});

describe('buttons', () => {
  it('can be read when filled', () => {
    // primaryShade is 7 in both schemes; hovering darkens it.
    for (const shade of [7, 8]) expect(contrast('#ffffff', ink[shade] ?? '')).toBeGreaterThanOrEqual(TEXT);
  });

  it('can be read in segments of the dark scheme', () => {
    expect(contrast(night[0], night[5])).toBeGreaterThanOrEqual(TEXT);
  });
});

describe('fonts', () => {
  it('go by their general names on Linux, where others are slow to be found missing', () => {
    const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko)';
    expect(fonts(linux)).toEqual({ fontFamily: 'sans-serif', fontFamilyMonospace: 'monospace' });
    expect(fonts('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)').fontFamily).toMatch(/^system-ui/);
  });
});
