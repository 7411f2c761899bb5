import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../texts';
import { places } from './places';

it('has its keys for every screen in the guide', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide/keyboard.md'), 'utf8');
  const rows = guide.split('\n').filter((line) => line.startsWith('| `g '));
  expect(rows).toEqual(places.map(({ keys, text }) => `| \`${keys}\` | ${en[text]} |`));
});
