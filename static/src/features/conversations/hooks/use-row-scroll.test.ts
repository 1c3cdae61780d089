import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { useRowScroll } from './use-row-scroll';

const ROW_HEIGHT_PX = 44;
const A_MILLION = 1_000_000;

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function scrolledList() {
  const grid = document.createElement('div');
  const gridRef = { current: grid };
  const { result } = renderHook(() => useRowScroll(gridRef, A_MILLION, ROW_HEIGHT_PX));
  /** What a browser does at the next frame, for a scrollbar that has been moved by then. */
  const tellOfScroll = () => { act(() => { grid.dispatchEvent(new Event('scroll')); }); };
  return { grid, result, tellOfScroll, wait: () => { act(() => { vi.advanceTimersByTime(1_000); }); } };
}

it('shows the rows of the middle when the scrollbar is dragged there', () => {
  const { grid, result, tellOfScroll } = scrolledList();

  grid.scrollTop = 4_000_000;
  tellOfScroll();

  expect(result.current.first).toBeGreaterThan(0.49 * A_MILLION);
  expect(result.current.first).toBeLessThan(0.51 * A_MILLION);
});

it('leaves a scrollbar where it is dragged to while the drag before settles', () => {
  const { grid, result, tellOfScroll, wait } = scrolledList();
  grid.scrollTop = 4_000_000;
  tellOfScroll();

  grid.scrollTop = 1_000_000;
  wait();
  tellOfScroll();

  expect(grid.scrollTop).toBe(1_000_000);
  expect(result.current.first).toBeLessThan(0.13 * A_MILLION);
});
