/**
 * Moving through the rows by keyboard: ↑ ↓ or J K, Home, End, Page Up, Page Down. J and K work from anywhere on the page but a field one types in; the
 * others also scroll or move a caret elsewhere, so they apply only while nothing or the table has the focus.
 *
 * The active row keeps the focus (a roving `tabindex`). It may have been scrolled out of the rendered range, so the row is rendered first, then focused.
 */
import { type RefObject, useEffect, useEffectEvent } from 'react';

const ROWS_PER_PAGE_KEY = 10;

/** Whether keys belong to what the user types in. */
export function isTypingTarget(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
  );
}

function targetIndex(key: string, active: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return active + 1;
    case 'ArrowUp':
    case 'k':
      return active - 1;
    case 'PageDown':
      return active + ROWS_PER_PAGE_KEY;
    case 'PageUp':
      return active - ROWS_PER_PAGE_KEY;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

interface RowNavigation {
  gridRef: RefObject<HTMLElement | null>;
  rowCount: number;
  activeIndex: number;
  /** Makes a row the active one, renders it and gives it the focus. */
  focusRow: (index: number) => void;
}

/** Handles the keys that move the active row, for as long as the table is shown. */
export function useRowNavigation({ gridRef, rowCount, activeIndex, focusRow }: RowNavigation): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { target, key } = event;
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (event.defaultPrevented || hasModifier || rowCount === 0 || isTypingTarget(target)) {
      return;
    }
    const isInGrid = target instanceof Node && gridRef.current?.contains(target) === true;
    if (!isInGrid && target !== document.body && key !== 'j' && key !== 'k') {
      return;
    }
    const index = targetIndex(key, activeIndex, rowCount - 1);
    if (index === undefined) {
      return;
    }
    event.preventDefault();
    const isFirstStep = !isInGrid && (key === 'j' || key === 'ArrowDown');
    focusRow(isFirstStep ? activeIndex : Math.min(Math.max(index, 0), rowCount - 1));
  });

  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => { document.removeEventListener('keydown', onKeyDown); };
  }, []);
}
