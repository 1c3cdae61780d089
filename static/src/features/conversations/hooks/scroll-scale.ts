/**
 * From scroll positions to rows, for lists taller than a browser can make an element (about 17.8 M px in Firefox, 33.5 M px in Chromium; a million rows of
 * 44 px are 44 M px). Up to `MAX_SCROLL_PX` both are the same. Beyond that the scrollbar stands for the whole list, and its middle part is compressed; the
 * first and last `EDGE_PX` are not, so that both ends are reached to the pixel.
 */

/** Height given to the scrolled element at most, in CSS pixels: well within every browser's limit at any zoom. */
export const MAX_SCROLL_PX = 8_000_000;

const EDGE_PX = 5_000;

/** The farthest position of a list of that height in a viewport, in CSS pixels. */
function farthest(heightPx: number, viewportPx: number): number {
  return Math.max(heightPx - viewportPx, 0);
}

/** Height of the scrolled element for a list of `listPx`. */
export function scrollHeight(listPx: number): number {
  return Math.min(listPx, MAX_SCROLL_PX);
}

/** Where the scrollbar stands when the list is at `listTop`. */
export function scrollTopOf(listTop: number, listPx: number, viewportPx: number): number {
  if (listPx <= MAX_SCROLL_PX) {
    return listTop;
  }
  const last = farthest(listPx, viewportPx);
  const lastScroll = farthest(MAX_SCROLL_PX, viewportPx);
  if (listTop <= EDGE_PX) {
    return listTop;
  }
  if (listTop >= last - EDGE_PX) {
    return lastScroll - (last - listTop);
  }
  return EDGE_PX + ((listTop - EDGE_PX) * (lastScroll - 2 * EDGE_PX)) / (last - 2 * EDGE_PX);
}

/** Where the list is when the scrollbar stands at `scrollTop`: the inverse of `scrollTopOf`. */
export function listTopOf(scrollTop: number, listPx: number, viewportPx: number): number {
  if (listPx <= MAX_SCROLL_PX) {
    return scrollTop;
  }
  const last = farthest(listPx, viewportPx);
  const lastScroll = farthest(MAX_SCROLL_PX, viewportPx);
  if (scrollTop <= EDGE_PX) {
    return scrollTop;
  }
  if (scrollTop >= lastScroll - EDGE_PX) {
    return last - (lastScroll - scrollTop);
  }
  return EDGE_PX + ((scrollTop - EDGE_PX) * (last - 2 * EDGE_PX)) / (lastScroll - 2 * EDGE_PX);
}

/**
 * The list's position after a scroll event. A wheel, a finger or a key moves the list by as many pixels as the scrollbar, whatever the compression; a longer
 * way than that is the thumb being dragged.
 */
export function listTopAfterScroll(
  before: { listTop: number; scrollTop: number },
  scrollTop: number,
  listPx: number,
  viewportPx: number,
): number {
  const movedPx = scrollTop - before.scrollTop;
  const isDrag = Math.abs(movedPx) > 3 * viewportPx;
  const target = listPx <= MAX_SCROLL_PX || isDrag ? listTopOf(scrollTop, listPx, viewportPx) : before.listTop + movedPx;
  return Math.min(Math.max(target, 0), farthest(listPx, viewportPx));
}
