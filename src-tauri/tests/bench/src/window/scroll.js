// Scrolls the list by so many pixels a frame, for so many frames; answers with each frame's milliseconds, with the
// frames in which no row stood at some place in sight, and how far it came.
const [step, frames] = arguments;
const done = arguments[arguments.length - 1];
const grid = document.querySelector('[role="grid"]');
if (grid === null) done('failed: there is no list');
else {
  const box = grid.getBoundingClientRect();
  const points = [0.3, 0.6, 0.9].map((part) => [box.left + box.width / 2, box.top + box.height * part]);
  const times = [];
  const blanks = [];
  let [before, waited] = [null, 0];
  const frame = (now) => {
    if (before !== null) times.push(Math.round(now - before));
    before = now;
    const blank = points.some(([x, y]) => !document.elementFromPoint(x, y)?.closest('[role="row"]'));
    blanks.push(blank);
    const at = grid.scrollTop;
    grid.scrollTop += step;
    // At the end of what is loaded yet, the next page is on its way.
    if (grid.scrollTop === at) waited += 1;
    if (times.length < frames) requestAnimationFrame(frame);
    else {
      const rows = [...grid.querySelectorAll('[data-at]')].map((row) => Number(row.dataset.at));
      done({ times, blanks, waited, reached: Math.max(0, ...rows) });
    }
  };
  requestAnimationFrame(frame);
}
