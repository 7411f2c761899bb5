// The screens over the fake, for looking at them in a browser; see vite.config.ts.
import { type FakeOptions, fakeAccount, fakeLockedVault, openFake } from '../ipc/fake';
import { start } from '../start';
import { settlingStories } from './stories';
import { ceilingStories, dataStories } from './storiesOfTrouble';

const pictures: Record<string, FakeOptions> = {
  practice: {},
  live: {
    mode: 'live',
    accounts: [
      fakeAccount({
        name: 'Tienda Azul',
        live: true,
        builtIn: false,
        insecure: true,
        baseUrl: 'http://10.0.0.7:8080',
      }),
    ],
  },
  empty: { mode: 'live', accounts: [], practiceExists: false },
  settling: settlingStories,
  ceilings: ceilingStories('correct horse'),
  unguarded: ceilingStories(),
  vain: { inVain: 'gateway_refused' },
  ...dataStories,
  locked: {
    vault: fakeLockedVault(),
  },
};

const asked = new URLSearchParams(window.location.search);
localStorage.setItem('counterfoil-text-size', asked.get('text') ?? '100');
// The window keeps its own searches in the hash.
window.history.replaceState(null, '', window.location.pathname + window.location.hash);
openFake(pictures[asked.get('mode') ?? 'practice'] ?? {});
start();
