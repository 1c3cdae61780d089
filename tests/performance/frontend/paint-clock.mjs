/**
 * From what the user does to what is painted, measured in the page itself: a round trip of the automation costs more than most of what is measured here.
 *
 * The clock starts with the timestamp of an input event, which the browser takes when the event arrives and before any of the page's code runs. It stops
 * when what was waited for is in the document and the frame that shows it has been handed over: a message that is posted in an animation frame arrives after
 * that frame's layout and paint.
 */

/** Installs `window.paintClock`. Runs in the page before its own scripts, so it can use nothing from outside of itself. */
function installPaintClock() {
  const grid = () => document.querySelector('[role="grid"]');
  const rows = () => [...document.querySelectorAll('[role="row"][data-index]')];
  const isSettled = () => grid()?.getAttribute('aria-busy') === 'false' && rows().length > 0;
  /** Rows whose middle is between the header and the end of the table. */
  const placesInSight = () => {
    const { top, bottom } = grid().getBoundingClientRect();
    return [...grid().querySelectorAll('[role="row"], [aria-hidden="true"]')].filter((element) => {
      const box = element.getBoundingClientRect();
      const middle = (box.top + box.bottom) / 2;
      return element.style.transform !== '' && middle > top + 36 && middle < bottom;
    });
  };
  const isComplete = () => {
    const places = isSettled() ? placesInSight() : [];
    return places.length > 0 && places.every((element) => element.dataset.index !== undefined);
  };

  /** What can be waited for. */
  const conditions = {
    rows: () => isComplete(),
    status: (status) => isComplete() && rows().every((row) => row.textContent.includes(status)),
    sorted: ({ column, direction }) =>
      isComplete() && document.querySelector(`[role="columnheader"][data-column="${column}"]`)?.getAttribute('aria-sort') === direction,
    found: (word) =>
      isComplete() && new URLSearchParams(window.location.search).get('search') === word && rows().every((row) => row.textContent.toLowerCase().includes(word)),
    place: ({ index, within }) => isComplete() && placesInSight().every((row) => Math.abs(Number(row.dataset.index) - index) <= within),
    rowStatus: ({ index, status }) => rows().some((row) => Number(row.dataset.index) === index && row.textContent.includes(status)),
    nextArticle: () => {
      const article = document.querySelector('main article');
      return article !== null && article !== before && article.getAttribute('aria-busy') === 'false';
    },
    article: () => document.querySelector('main article[aria-busy="false"]') !== null,
  };

  let before = null;

  window.paintClock = {
    /**
     * Waits for a condition. The time begins with the last event of `type`; without one, with the navigation. The milliseconds are in `window.paintClock.time`,
     * a promise.
     */
    arm(type, [name, argument]) {
      before = document.querySelector('main article');
      let startedAt = type === null ? 0 : null;
      const onEvent = (event) => { startedAt = event.timeStamp; };
      if (type !== null) {
        window.addEventListener(type, onEvent, { capture: true });
      }
      window.paintClock.time = new Promise((resolve) => {
        const channel = new MessageChannel();
        const look = () => {
          if (startedAt === null || !conditions[name](argument)) {
            return;
          }
          observer.disconnect();
          channel.port1.onmessage = () => {
            const endedAt = performance.now();
            window.removeEventListener(type, onEvent, { capture: true });
            performance.measure(name, { start: startedAt, end: endedAt });
            resolve(endedAt - startedAt);
          };
          requestAnimationFrame(() => { channel.port2.postMessage(null); });
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      });
    },
    /** Puts the scrollbar where it stands for a row, as letting go of its thumb there does. */
    dragTo(fraction) {
      const element = grid();
      element.scrollTop = fraction * (element.scrollHeight - element.clientHeight);
    },
  };
  window.paintClock.arm(null, window.location.pathname === '/review' ? ['article'] : ['rows']);
}

/** Puts the clock into every page of a context. */
export const addPaintClock = (context) => context.addInitScript(installPaintClock);

/** Milliseconds from the navigation to the first rows, or the first article. */
export const timeOfLoad = (page) => page.evaluate(() => window.paintClock.time);

/** Milliseconds from the last event of `type` that `act` causes to the paint in which `condition` (a name and an argument) holds. */
export async function timeOf(page, type, condition, act) {
  await page.evaluate(([eventType, wanted]) => { window.paintClock.arm(eventType, wanted); }, [type, condition]);
  await act();
  return page.evaluate(() => window.paintClock.time);
}
