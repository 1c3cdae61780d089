import { describe, expect, it } from 'vitest';

import { listTopAfterScroll, listTopOf, MAX_SCROLL_PX, scrollHeight, scrollTopOf } from './scroll-scale';

const VIEWPORT_PX = 800;
const TEN_MILLION_ROWS_PX = 10_000_000 * 44;

describe.each([['ten thousand rows', 10_000 * 44], ['a million rows', 1_000_000 * 44], ['ten million rows', TEN_MILLION_ROWS_PX]])('%s', (_, listPx) => {
  it('fit into an element that every browser can show', () => {
    expect(scrollHeight(listPx)).toBeLessThanOrEqual(MAX_SCROLL_PX);
  });

  it('are reached to the pixel at both ends', () => {
    const lastScroll = scrollHeight(listPx) - VIEWPORT_PX;

    expect(listTopOf(0, listPx, VIEWPORT_PX)).toBe(0);
    expect(listTopOf(lastScroll, listPx, VIEWPORT_PX)).toBe(listPx - VIEWPORT_PX);
  });

  it('come back to the position they were scrolled from', () => {
    for (const share of [0, 0.0001, 0.25, 0.5, 0.9999, 1]) {
      const listTop = share * (listPx - VIEWPORT_PX);

      expect(listTopOf(scrollTopOf(listTop, listPx, VIEWPORT_PX), listPx, VIEWPORT_PX)).toBeCloseTo(listTop, 1);
    }
  });

  it('are in the middle when the thumb is', () => {
    const lastScroll = scrollHeight(listPx) - VIEWPORT_PX;

    expect(listTopOf(lastScroll / 2, listPx, VIEWPORT_PX)).toBeCloseTo((listPx - VIEWPORT_PX) / 2, 0);
  });
});

describe('a scroll event in ten million rows', () => {
  const before = { listTop: 200_000_000, scrollTop: scrollTopOf(200_000_000, TEN_MILLION_ROWS_PX, VIEWPORT_PX) };

  it('of a wheel moves the list as far as the scrollbar', () => {
    expect(listTopAfterScroll(before, before.scrollTop + 120, TEN_MILLION_ROWS_PX, VIEWPORT_PX)).toBeCloseTo(200_000_120, 3);
  });

  it('of a dragged thumb goes where the thumb points', () => {
    expect(listTopAfterScroll(before, 0, TEN_MILLION_ROWS_PX, VIEWPORT_PX)).toBe(0);
  });
});
