import axe from 'axe-core';

/** What axe finds wrong with what is on the page. Colours cannot be measured in jsdom: theme.test.ts does that. */
export async function axeViolations(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: {
      'color-contrast': { enabled: false },
      // The page's own frame stands in index.html, not in what is mounted.
      region: { enabled: false },
    },
  });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}
