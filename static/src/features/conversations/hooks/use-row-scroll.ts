/**
 * Which rows of a list of any length are in sight of a scrolled grid, and where they are drawn. Rows have one height, so no row is measured and nothing is
 * kept per row: ten million rows cost what ten do. Taller lists than a browser can scroll are compressed by `scroll-scale.ts`.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

import { listTopAfterScroll, scrollHeight, scrollTopOf } from './scroll-scale';
import { useTableStore } from './table-store';

export const HEADER_HEIGHT_PX = 36;

/** After the last scroll event, in milliseconds: the scrollbar is brought to where it belongs in a compressed list. */
const SETTLE_MS = 150;

type Align = 'nearest' | 'start' | 'center';

interface Sight {
  /** Rows in sight: the first, and the one after the last. */
  first: number;
  end: number;
  /** How much higher or lower than in a list that is not compressed rows are drawn, in pixels. */
  shiftPx: number;
}

export interface RowScroll extends Sight {
  heightPx: number;
  /** Scrolls as little as shows the row, or so that it is at the top or in the middle. */
  scrollToRow: (index: number, align?: Align) => void;
}

export function useRowScroll(gridRef: RefObject<HTMLElement | null>, rowCount: number, rowHeightPx: number): RowScroll {
  const listPx = rowCount * rowHeightPx;
  const [sight, setSight] = useState<Sight>({ first: 0, end: 24, shiftPx: 0 });
  const position = useRef({ listTop: 0, scrollTop: 0, rowHeightPx });
  const viewport = useCallback(() => Math.max((gridRef.current?.clientHeight ?? 0) - HEADER_HEIGHT_PX, rowHeightPx), [gridRef, rowHeightPx]);

  const look = useCallback(() => {
    const { listTop, scrollTop } = position.current;
    const first = Math.floor(listTop / rowHeightPx);
    const end = Math.ceil((listTop + viewport()) / rowHeightPx);
    const shiftPx = Math.round(scrollTop - listTop);
    setSight((before) => (before.first === first && before.end === end && before.shiftPx === shiftPx ? before : { first, end, shiftPx }));
  }, [rowHeightPx, viewport]);

  // Only what the user did is remembered: before the list is there, the table stands at the top of nothing.
  const remember = useCallback(() => {
    useTableStore.setState({ topRow: position.current.listTop / rowHeightPx });
  }, [rowHeightPx]);

  const moveTo = useCallback(
    (target: number) => {
      const listTop = Math.min(Math.max(target, 0), Math.max(listPx - viewport(), 0));
      const grid = gridRef.current;
      if (grid === null) {
        return;
      }
      grid.scrollTop = scrollTopOf(listTop, listPx, viewport());
      // The browser rounds, and goes no further than the end of what is laid out.
      position.current = { listTop, scrollTop: grid.scrollTop, rowHeightPx };
      look();
    },
    [gridRef, listPx, look, rowHeightPx, viewport],
  );

  useLayoutEffect(() => {
    const { listTop, rowHeightPx: before } = position.current;
    moveTo((listTop / before) * rowHeightPx);
  }, [moveTo, rowHeightPx]);

  useEffect(() => {
    const grid = gridRef.current;
    if (grid === null) {
      return undefined;
    }
    let settling: number | undefined;
    const onScroll = () => {
      const { scrollTop } = grid;
      const listTop = listTopAfterScroll(position.current, scrollTop, listPx, viewport());
      const isMoved = listTop !== position.current.listTop;
      position.current = { listTop, scrollTop, rowHeightPx };
      if (isMoved) {
        remember();
      }
      look();
      window.clearTimeout(settling);
      if (listPx > scrollHeight(listPx)) {
        settling = window.setTimeout(() => {
          // Who has scrolled on since then keeps that place: its event is still to come, and settles in its turn.
          if (grid.scrollTop === position.current.scrollTop) {
            flushSync(() => { moveTo(position.current.listTop); });
          }
        }, SETTLE_MS);
      }
    };
    const observer = new ResizeObserver(look);
    observer.observe(grid);
    grid.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      window.clearTimeout(settling);
      observer.disconnect();
      grid.removeEventListener('scroll', onScroll);
    };
  }, [gridRef, listPx, look, moveTo, remember, rowHeightPx, viewport]);

  const scrollToRow = useCallback(
    (index: number, align: Align = 'nearest') => {
      const { listTop } = position.current;
      const top = index * rowHeightPx;
      const spare = viewport() - rowHeightPx;
      const targets = { nearest: Math.min(Math.max(listTop, top - spare), top), start: top, center: top - spare / 2 };
      moveTo(targets[align]);
      remember();
    },
    [moveTo, remember, rowHeightPx, viewport],
  );

  return { ...sight, heightPx: scrollHeight(listPx), scrollToRow };
}
