import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './base.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { askForAppState, newQueryClient } from './ipc';

/** Puts the window into the page. */
export function start(): void {
  const nonce = document.querySelector<HTMLStyleElement>('style#nonce')?.nonce ?? '';
  // The scroll lock of dialogs writes a style element of its own.
  if (nonce !== '') setNonce(nonce);
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  const client = newQueryClient();
  askForAppState(client);
  createRoot(root).render(
    <StrictMode>
      <App client={client} {...(nonce === '' ? {} : { nonce })} />
    </StrictMode>,
  );
}
