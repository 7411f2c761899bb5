import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { reactCompiler } from './compiler.ts';

// `index.html` is the only entry of the program. `dev.html` shows the screens over an in-memory fake, for looking
// at them in a browser (`npx vite`, then /dev.html); it is never built.
export default defineConfig({
  plugins: [reactCompiler(), react()],
  build: {
    // The window is always this program's own WebKit or WebView2, never an old browser.
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files: the policy allows data: for pictures only.
    assetsInlineLimit: 0,
    // One file: it is read from the program itself, not over a network.
    chunkSizeWarningLimit: 2000,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    // Longer than several waits of one test (src/testing/setup.ts): what fails then says what it has waited for.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
