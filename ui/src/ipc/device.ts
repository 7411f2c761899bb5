import { shell } from './commands';

/** Puts a text on the clipboard. Never hand it a secret. */
export async function copyText(text: string): Promise<void> {
  await shell.copyText(text);
}

/** Opens a link in the person's browser; the shell refuses what is not a plain http or https address. */
export async function openLink(url: string): Promise<void> {
  await shell.openLink(url);
}
