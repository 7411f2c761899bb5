// Notes, for every key pressed, when the list has shown other rows for it and they were painted: in
// window.__painted = { pressed, painted } in the page's milliseconds, or null while nothing has changed.
const done = arguments[arguments.length - 1];
const shown = () =>
  [...document.querySelectorAll('[role="grid"] [data-at]')].slice(0, 8).map((row) => row.id).join(' ');
let last = shown();
let pressed = null;
window.__painted = null;
window.addEventListener(
  'keydown',
  () => {
    pressed = performance.now();
    window.__painted = null;
  },
  true,
);
new MutationObserver(() => {
  const now = shown();
  if (now === last || now === '') return;
  last = now;
  if (pressed === null) return;
  const since = pressed;
  // The next frame draws it, and what comes after that frame comes after the drawing.
  requestAnimationFrame(() =>
    setTimeout(() => {
      window.__painted = { pressed: since, painted: performance.now() };
    }, 0),
  );
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['id'] });
done(true);
