/**
 * Whether scrolling is smooth and holds on to nothing: frames from the browser's own frame timeline (what DevTools draws its frame bar from), the JavaScript
 * heap after a forced garbage collection before and after, and the most rows that were elements at once.
 */
import { addPaintClock, timeOfLoad } from './paint-clock.mjs';
import { callApi, isQuick, knowsRanks, say, settled, signedIn, withFreshPage } from './parley.mjs';

const FRAME_CATEGORY = 'disabled-by-default-devtools.timeline.frame';

/** A frame at 60 Hz, and the distance between two from which on one was left out between them. */
const FRAME_MS = 1_000 / 60;
const LATE_MS = 1.5 * FRAME_MS;
const LONG_MS = 50;

const ROW_HEIGHT_PX = 44;
const ROWS = isQuick ? 500 : 10_000;
/** What is scrolled before anything is measured: the first pages fill what is kept at most; from then on, as much has to go as comes. */
const FILLING_ROWS = isQuick ? 100 : 600;
/** 270 rows a second: a fast wheel that does not stop. */
const PX_PER_SECOND = 12_000;
const JUMPS = isQuick ? 4 : 40;

/** Runs `act` and returns the milliseconds between any two frames that were drawn one after the other meanwhile. */
async function frameTimes(browser, act) {
  const session = await browser.newBrowserCDPSession();
  const drawnAt = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    drawnAt.push(...value.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1_000));
  });
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: [FRAME_CATEGORY] } });
  await act();
  const complete = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  drawnAt.sort((a, b) => a - b);
  return drawnAt.slice(1).map((at, index) => at - drawnAt[index]);
}

/** Bytes of the heap that are in use after everything that can go has gone. */
async function heapBytes(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Keeps the most rows that were elements at once in `window.mostRows`. */
const watchRows = (page) =>
  page.evaluate(() => {
    const grid = document.querySelector('[role="grid"]');
    const body = grid.lastElementChild;
    window.mostRows = body.childElementCount;
    new MutationObserver(() => { window.mostRows = Math.max(window.mostRows, body.childElementCount); }).observe(body, { childList: true });
  });

async function measured(browser, page, name, act) {
  await watchRows(page);
  const heap_before_bytes = await heapBytes(page);
  const times = await frameTimes(browser, act);
  await settled(page);
  const heap_after_bytes = await heapBytes(page);
  return {
    name,
    frames: times.length,
    late_frames: times.filter((time) => time > LATE_MS).length,
    long_frames: times.filter((time) => time > LONG_MS).length,
    longest_ms: Math.max(...times),
    heap_before_bytes,
    heap_after_bytes,
    most_rows: await page.evaluate(() => window.mostRows),
    skipped: null,
  };
}

async function openSettled(page) {
  await page.goto(signedIn('/'));
  await timeOfLoad(page);
  await settled(page);
}

async function scroll(browser, page) {
  await openSettled(page);
  const session = await page.context().newCDPSession(page);
  const box = await page.getByRole('grid').boundingBox();
  const wheel = (rows) =>
    session.send('Input.synthesizeScrollGesture', {
      x: Math.round(box.x + box.width / 2),
      y: Math.round(box.y + box.height / 2),
      yDistance: -rows * ROW_HEIGHT_PX,
      speed: PX_PER_SECOND,
      gestureSourceType: 'mouse',
    });
  await wheel(FILLING_ROWS);
  // Not beyond the end of a list of as many rows: there nothing moves while the wheel turns on, and the gap would count as a late frame.
  const rowsInSight = Math.ceil(box.height / ROW_HEIGHT_PX);
  const left = ROWS - FILLING_ROWS - rowsInSight;
  return measured(browser, page, `scrolling ${ROWS.toLocaleString('en-US')} rows`, () => wheel(left));
}

async function jump(browser, page) {
  await openSettled(page);
  const { count } = await callApi('/api/conversations/count');
  return measured(browser, page, `${JUMPS} jumps`, async () => {
    for (let number = 0; number < JUMPS; number += 1) {
      // Steps of the golden ratio: evenly spread, never near the one before, and never the top, where the list stands already.
      const fraction = ((number + 1) * 0.618_034) % 1;
      await page.evaluate((wanted) => {
        window.paintClock.arm('scroll', ['rows']);
        window.paintClock.dragTo(wanted);
      }, fraction);
      await page.evaluate(() => window.paintClock.time);
    }
  }).then((figures) => ({ ...figures, name: `${JUMPS} jumps through ${count.toLocaleString('en-US')} rows` }));
}

export async function measureScrolling(browser) {
  say('scrolling');
  const scrolled = await withFreshPage(browser, (page) => scroll(browser, page), addPaintClock);
  if (!(await knowsRanks())) {
    return [scrolled, { name: 'jumps', skipped: 'the API finds no rows by rank' }];
  }
  say('jumping');
  return [scrolled, await withFreshPage(browser, (page) => jump(browser, page), addPaintClock)];
}
