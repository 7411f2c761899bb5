import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en } from '.';
import { chooseLocale } from './locale';

const source = join(import.meta.dirname, '..');

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/** Letters between tags or in attributes that people read or hear, which belong into the texts. */
function literals(code: string): string[] {
  const bare = code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  const attributes = [
    ...bare.matchAll(
      /\s(?:aria-label|title|label|placeholder|description|alt|aria-description)="([^"]*\p{L}[^"]*)"/gu,
    ),
  ].map((found) => found[1] ?? '');
  const children = [
    ...bare.matchAll(/<\/?[A-Za-z][\w.]*(?:\s[^<>]*)?>([^<>{}=;()]*\p{L}{2,}[^<>{}=;()]*)<\//gu),
  ].map((found) => (found[1] ?? '').trim());
  return [...attributes, ...children].filter((text) => text !== 'https://');
}

describe('the texts', () => {
  it('begin with the name of their file', () => {
    for (const path of filesUnder(join(source, 'texts/en'), /\.json$/)) {
      const noun = /([a-z]+)\.json$/.exec(path)?.[1];
      const texts: unknown = JSON.parse(readFileSync(path, 'utf8'));
      for (const id of Object.keys(texts as object)) expect(id.split('.')[0], path).toBe(noun);
    }
  });

  it('are all well formed', () => {
    const errors: unknown[] = [];
    const intl = createIntl({ locale: 'en', messages: en, onError: (error) => errors.push(error) });
    for (const id of Object.keys(en) as (keyof typeof en)[]) {
      const names = [...en[id].matchAll(/\{(\w+)/g)].map(([, name = '']) => [name, 2] as const);
      expect(intl.formatMessage({ id }, Object.fromEntries(names)), id).not.toBe('');
    }
    expect(errors).toEqual([]);
  });

  it('stand nowhere else: no component has a literal text', () => {
    const found = filesUnder(source, /\.tsx$/).flatMap((path) =>
      literals(readFileSync(path, 'utf8')).map((text) => `${path.slice(source.length)}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found by that scan', () => {
    expect(literals('<Button aria-label="Close me">Pay now</Button>')).toEqual(['Close me', 'Pay now']);
    expect(literals('<Text size="sm">{intl.formatMessage({ id })}</Text>')).toEqual([]);
  });
});

describe('the language', () => {
  it('is the first one that has texts', () => {
    expect(chooseLocale(['es-MX', 'en-US'])).toBe('en-US');
    expect(chooseLocale(['th'])).toBe('en-GB');
  });
});
