/**
 * Which components render again when something changes that does not concern them. Counted as the profiler of React's developer tools counts: by the hook that
 * React calls with each tree it has committed, from the flag that a component sets when it has run. It is asked of a build with React's own profiling and with
 * names that are not shortened, which differ in nothing else.
 */
import { addPaintClock, timeOfLoad } from './paint-clock.mjs';
import { profilingBundle, say, serveBundle, settled, signedIn, withFreshPage } from './parley.mjs';

/** Installs the hook. Runs in the page before React, so it can use nothing from outside of itself. */
function installProfiler() {
  /** `ReactFiberFlags.PerformedWork`. */
  const PERFORMED_WORK = 1;
  const nameOf = ({ type, elementType }) => type?.name ?? type?.type?.name ?? elementType?.type?.name ?? '';

  const count = (fiber) => {
    const before = fiber.alternate;
    const name = typeof fiber.type === 'string' ? '' : nameOf(fiber);
    if (before !== null && name !== '' && (fiber.flags & PERFORMED_WORK) !== 0) {
      window.profiler.again[name] = (window.profiler.again[name] ?? 0) + 1;
      if (name === 'TableRow') {
        window.profiler.rows.push(fiber.memoizedProps.index);
      }
    }
    // A subtree that was left alone is the very one that was there before.
    if (before === null || before.child !== fiber.child) {
      for (let child = fiber.child; child !== null; child = child.sibling) {
        if (child.alternate !== null) {
          count(child);
        }
      }
    }
  };

  window.profiler = { again: {}, rows: [], commits: 0, renderMs: 0 };
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    renderers: new Map(),
    supportsFiber: true,
    inject: () => 1,
    checkDCE: () => undefined,
    onCommitFiberUnmount: () => undefined,
    onPostCommitFiberRoot: () => undefined,
    onCommitFiberRoot: (_renderer, root) => {
      window.profiler.commits += 1;
      window.profiler.renderMs += root.current.actualDuration ?? Number.NaN;
      count(root.current);
    },
  };
}

const dataRow = (page, index) => page.locator(`[data-index="${index}"]`);

/** What is done, and the rows that it concerns: they may render. */
const CHANGES = [
  ['the theme changes', [], (page) => page.getByRole('button', { name: /^Theme:/ }).click()],
  ['the command palette opens and closes', [], async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Command' }).waitFor({ state: 'detached' });
  }],
  ['the menu of columns opens and closes', [], async (page) => {
    await page.getByRole('button', { name: 'Columns and density' }).click();
    await page.getByRole('dialog', { name: 'Columns and density' }).getByRole('checkbox').first().waitFor();
    await page.keyboard.press('Escape');
  }],
  ['letters are typed in the search field', [], async (page) => {
    await page.getByRole('searchbox', { name: 'Search conversations' }).focus();
    await page.keyboard.type('ab', { delay: 10 });
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
  }],
  ['everything is read anew and is the same', [], async (page) => {
    const read = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/conversations');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await read;
  }],
  // The row that was the active one until then is the first.
  ['another row is selected', [0, 3], (page) => dataRow(page, 3).getByRole('checkbox').check()],
];

async function renders(page) {
  await page.goto(signedIn('/'));
  await timeOfLoad(page);
  const measured = [];
  for (const [what, concerned, act] of CHANGES) {
    await settled(page);
    await page.evaluate(() => { window.profiler = { again: {}, rows: [], commits: 0, renderMs: 0 }; });
    await act(page);
    await settled(page);
    const { again, rows, commits, renderMs } = await page.evaluate(() => window.profiler);
    measured.push({ what, rows_again: rows.filter((index) => !concerned.includes(index)).length, commits, render_ms: renderMs, components: again });
  }
  return measured;
}

export function measureRenders(browser) {
  say('renders');
  return withFreshPage(browser, renders, async (context) => {
    await context.addInitScript(installProfiler);
    await addPaintClock(context);
    await serveBundle(context, profilingBundle);
  });
}
