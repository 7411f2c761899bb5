import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlCommand } from './curl';

const request = {
  method: 'POST',
  url: 'https://gw.example/api/order/create',
  requestHeaders: [
    { name: 'content-type', value: 'application/json' },
    { name: 'access_key', value: 'ak_1' },
    { name: 'sign', value: '•••' },
  ],
  requestBody: '{"amount":40.20}',
};

/** What curl would be given by a real shell, argument by argument. */
function argumentsOf(command: string, variables: Record<string, string> = {}): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}\n`;
  const out = execFileSync('sh', ['-c', script], { env: { ...process.env, ...variables }, encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}

describe('a request for the command line', () => {
  it('has a placeholder for the signature, to be set in the shell', () => {
    const command = curlCommand(request);
    expect(command).toContain(`'sign: '"$SIGN"`);
    expect(command).not.toContain('•');
    const given = argumentsOf(command, { SIGN: 'a b"c$d' });
    expect(given).toEqual([
      '--globoff',
      '--request',
      'POST',
      '--url',
      request.url,
      '--header',
      'content-type: application/json',
      '--header',
      'access_key: ak_1',
      '--header',
      'sign: a b"c$d',
      '--data-raw',
      request.requestBody,
    ]);
  });

  it.each([
    `it's`,
    `'; rm -rf ~; '`,
    '$(id) `id` $HOME $\u007bIFS}',
    'a\\',
    '"\\"\\\\"',
    '@/etc/passwd',
    '-o /tmp/x',
    'line\nline\r\n\ttab',
    '!! && || ; & | < > * ? [a] {b,c} ~ #',
    '名前 ชื่อ é 🧾',
    `${"'".repeat(50)}`,
  ])('hands %j over as it is', (hostile) => {
    const given = argumentsOf(curlCommand({ ...request, requestBody: hostile }));
    expect(given.at(-1)).toBe(hostile);
    expect(given.at(-2)).toBe('--data-raw');
    const address = argumentsOf(curlCommand({ ...request, url: `https://gw.example/${hostile}` }));
    expect(address[4]).toBe(`https://gw.example/${hostile}`);
  });

  it('makes no second header out of one', () => {
    const headers = [{ name: 'x', value: 'a\r\nEvil: 1' }];
    expect(argumentsOf(curlCommand({ ...request, requestHeaders: headers }))).toContain('x: a Evil: 1');
  });

  it('never shows a secret header, even one that was not masked, and leaves out what curl writes', () => {
    const headers = [
      { name: 'Authorization', value: 'Bearer hush' },
      { name: 'x-strange key', value: '•••' },
      { name: 'Content-Length', value: '16' },
      { name: 'x-empty', value: '' },
    ];
    const command = curlCommand({ ...request, requestHeaders: headers });
    expect(command).not.toContain('hush');
    expect(command).toContain('"$AUTHORIZATION"');
    expect(command).toContain('"$X_STRANGE_KEY"');
    expect(command).not.toContain('Content-Length');
    expect(argumentsOf(command)).toContain('x-empty;');
  });

  it('has no body where there was none', () => {
    expect(curlCommand({ ...request, requestBody: '' })).not.toContain('--data-raw');
  });
});
