import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ui = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ui, path), 'utf8');

/** Every source file that an entry leads to. */
function reached(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  if (!/\.tsx?$/.test(entry)) return seen;
  const imports = readFileSync(entry, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']*)'/g);
  for (const [, path = ''] of imports) {
    const base = resolve(dirname(entry), path);
    const found = ['', '.ts', '.tsx', '/index.ts', '/index.tsx']
      .map((ending) => base + ending)
      .find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
    if (found === undefined) throw new Error(`${entry} imports ${path}, which is not there`);
    reached(found, seen);
  }
  return seen;
}

describe('the program', () => {
  const files = [...reached(join(ui, 'src/main.tsx'))].map((path) => path.slice(ui.length + 1));

  it('is found whole', () => {
    expect(files).toContain('src/frame/router.tsx');
    expect(files).toContain('src/ipc/bindings.ts');
  });

  it('has neither the fake nor the look-at page', () => {
    expect(files.filter((path) => path.includes('/fake/') || path.includes('/testing/'))).toEqual([]);
  });

  it('imports @tauri-apps in src/ipc only', () => {
    const outside = files.filter(
      (path) => !path.startsWith('src/ipc/') && read(path).includes('@tauri-apps/'),
    );
    expect(outside).toEqual([]);
  });

  it('has no file that nothing leads to', () => {
    const all = readdirSync(join(ui, 'src'), { recursive: true, encoding: 'utf8' })
      .map((name) => `src/${name}`)
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
      .filter((path) => !path.startsWith('src/testing/') && !path.startsWith('src/ipc/fake/'));
    expect(all.filter((path) => !files.includes(path))).toEqual([]);
  });

  it('has at most 15 direct run-time packages, each at one exact version', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(15);
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('locks packages of the public registry only', () => {
    const addresses = [...read('package-lock.json').matchAll(/"resolved": "([^"]+)"/g)].map(
      ([, address = '']) => address,
    );
    expect(addresses.filter((address) => !address.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });

  it('gives the page one style element, for the nonce, and no inline script', () => {
    const page = read('index.html');
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).toContain('<style id="nonce"></style>');
    expect(page.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
  });
});
