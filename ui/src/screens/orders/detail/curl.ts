import type { ExchangeView } from '../../../ipc';

/** What the ledger keeps in the place of a secret. */
const MASK = '•••';

/** Headers that prove who is asking: their values never stand in a command, even if one was not masked. */
const SECRET = /^(?:sign|authorization|proxy-authorization|cookie)$/i;

/** Headers that curl writes itself. */
const OWN = /^(?:content-length|host)$/i;

type Request = Pick<ExchangeView, 'method' | 'url' | 'requestHeaders' | 'requestBody'>;

/**
 * The request for a POSIX shell. In the place of a secret stands a variable (`sign` → `$SIGN`), outside the quotes, so
 * that it can be set before. Nothing in a body, header or address is read by the shell or taken for a file by curl:
 * `--data-raw` knows no `@`, `--globoff` no brackets.
 */
export function curlCommand({ method, url, requestHeaders, requestBody }: Request): string {
  const headers = requestHeaders.filter(({ name }) => !OWN.test(name));
  return [
    `curl --globoff --request ${quoted(method)} --url ${quoted(url)}`,
    ...headers.map(({ name, value }) => `--header ${headerOf(name, value)}`),
    ...(requestBody === '' ? [] : [`--data-raw ${quoted(requestBody)}`]),
  ].join(' \\\n  ');
}

function headerOf(name: string, value: string): string {
  const [label, line] = [oneLine(name), oneLine(value)];
  if (SECRET.test(label) || line.includes(MASK)) {
    const variable = label
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^(?=\d|$)/, '_');
    return `${quoted(`${label}: `)}"$${variable}"`;
  }
  // With a colon and nothing behind it curl would leave the header out.
  return line === '' ? quoted(`${label};`) : quoted(`${label}: ${line}`);
}

/** A header ends at its line: what pretends to be another one stays in its own. */
const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ').trim();

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
