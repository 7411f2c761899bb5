import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// A rented machine that builds at the same time can stand still for a minute. A thing that never comes still fails.
configure({ asyncUtilTimeout: 90_000 });

// What Mantine and the virtual list ask of a browser and jsdom has not.
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;

window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() });

Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 900 },
  offsetHeight: { configurable: true, get: () => 600 },
  offsetWidth: { configurable: true, get: () => 900 },
  scrollIntoView: { configurable: true, value: () => undefined },
  scrollTo: { configurable: true, value: () => undefined },
});
window.scrollTo = () => undefined;

afterEach(() => {
  cleanup();
  localStorage.clear();
});
