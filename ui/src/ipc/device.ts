import { shell } from './commands';
import { door } from './door';
import { asIpcError } from './error';

/** Puts a text on the clipboard. Never hand it a secret. */
export async function copyText(text: string): Promise<void> {
  try {
    await door().writeClipboard(text);
  } catch (thrown) {
    throw asIpcError(thrown);
  }
}

/** Opens a link in the person's browser; the shell refuses what is not a plain http or https address. */
export const openLink = (url: string): Promise<unknown> => shell.openLink(url);
