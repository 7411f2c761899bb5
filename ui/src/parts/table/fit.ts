/** How wide a column has to be for what is in sight of it, its header included, in pixels. */
export function fittingWidth(grid: HTMLElement, column: string): number {
  const cells = [...grid.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(column)}"]`)];
  const scale = document.createElement('div');
  scale.style.cssText = 'position:absolute;visibility:hidden;width:max-content;height:0;overflow:hidden';
  for (const cell of cells) {
    const copy = cell.cloneNode(true) as HTMLElement;
    copy.removeAttribute('id');
    copy.style.width = 'max-content';
    scale.append(copy);
  }
  grid.append(scale);
  const widest = Math.max(0, ...[...scale.children].map((copy) => copy.getBoundingClientRect().width));
  scale.remove();
  return Math.ceil(widest);
}
