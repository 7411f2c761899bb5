/** What can be said of a base URL while it is typed; the shell has the last word. */
export type AddressFinding =
  | { kind: 'empty' | 'invalid' | 'encrypted' | 'loopback' }
  /** Not encrypted, and not this computer: the host has to be typed again. */
  | { kind: 'open'; host: string };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function readAddress(text: string): AddressFinding {
  const typed = text.trim();
  if (typed === '') return { kind: 'empty' };
  let url: URL;
  try {
    url = new URL(typed);
  } catch {
    return { kind: 'invalid' };
  }
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || url.hostname === '') return { kind: 'invalid' };
  if (url.protocol === 'https:') return { kind: 'encrypted' };
  if (url.protocol !== 'http:') return { kind: 'invalid' };
  return LOOPBACK.test(url.hostname) ? { kind: 'loopback' } : { kind: 'open', host: url.hostname };
}
