/**
 * The rows by keyboard: ↑ ↓ or J K, Home, End, Page Up, Page Down move, Enter opens, X selects, Shift+X selects a range. Letters work from anywhere on the
 * page but a field one types in; the other keys also scroll, press or move a caret elsewhere, so they apply only while nothing or a row has the focus.
 *
 * The active row keeps the focus (a roving `tabindex`). It may have been scrolled out of the rendered range, so the row is rendered first, then focused.
 */
import { type RefObject, useEffect, useEffectEvent } from 'react';

import { useShortcuts } from 'src/components/ui/use-shortcuts';

interface RowNavigation {
  gridRef: RefObject<HTMLElement | null>;
  rowCount: number;
  /** What Page Up and Page Down move by. */
  rowsPerPage: number;
  activeIndex: number;
  /** Makes a row the active one, renders it and gives it the focus. */
  focusRow: (index: number) => void;
  openRow: (index: number) => void;
  /** Selects a row or takes it out; with `isRange`, selects all from the last one to it. */
  toggleRow: (index: number, isRange: boolean) => void;
}

/** Handles the keys of the table for as long as it is shown. */
export function useRowNavigation({ gridRef, rowCount, rowsPerPage, activeIndex, focusRow, openRow, toggleRow }: RowNavigation): void {
  const last = rowCount - 1;
  const moveTo = (index: number) => {
    if (rowCount > 0) {
      focusRow(Math.min(Math.max(index, 0), last));
    }
  };
  // The first step goes to the active row, which one sees for the first time.
  const moveForward = () => { moveTo(gridRef.current?.contains(document.activeElement) === true ? activeIndex + 1 : activeIndex); };
  const moveBack = () => { moveTo(activeIndex - 1); };

  useShortcuts({
    j: moveForward,
    k: moveBack,
    x: () => { toggleRow(activeIndex, false); },
    'shift+x': () => { toggleRow(activeIndex, true); },
  });

  const onRowKey = useEffectEvent((event: KeyboardEvent) => {
    const { target, key } = event;
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    const isOnRow = target === document.body || (target instanceof Element && target.matches('[role="grid"], [data-index]'));
    if (event.defaultPrevented || hasModifier || !isOnRow || document.querySelector('dialog[open]') !== null) {
      return;
    }
    const actions: Record<string, () => void> = {
      ArrowDown: moveForward,
      ArrowUp: moveBack,
      PageDown: () => { moveTo(activeIndex + rowsPerPage); },
      PageUp: () => { moveTo(activeIndex - rowsPerPage); },
      Home: () => { moveTo(0); },
      End: () => { moveTo(last); },
      Enter: () => { openRow(activeIndex); },
    };
    const run = actions[key];
    if (run !== undefined) {
      event.preventDefault();
      run();
    }
  });

  useEffect(() => {
    document.addEventListener('keydown', onRowKey);
    return () => { document.removeEventListener('keydown', onRowKey); };
  }, []);
}
