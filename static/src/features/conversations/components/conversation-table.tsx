/**
 * The list as one virtualised grid over the whole result: the scrollbar has its true length, only rows in sight and a few beyond are elements, and rows that
 * are not in memory yet show as skeletons of their final size, so nothing jumps.
 */
import { type MouseEvent, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

import type { Conversation } from 'src/lib/conversation';
import type { ConversationCount } from 'src/lib/conversation-count';
import { useSettings } from 'src/lib/settings';

import type { Sort } from '../api/view';
import { rowAt, type RowWindow } from '../hooks/row-window';
import { openList, selectRange, setActiveIndex, storeTableState, toggleSelected, useTableStore } from '../hooks/table-store';
import { useRowNavigation } from '../hooks/use-row-navigation';
import { useRowScroll } from '../hooks/use-row-scroll';
import { COLUMNS } from './columns';
import { TableHeader } from './table-header';
import { SkeletonRow, TableRow } from './table-row';

const ROW_HEIGHT_PX = { comfortable: 44, dense: 36 };

/** Rendered beyond each edge of what is in sight, so that a fast scroll meets rows and not blank space; fewer on a tall screen. */
const OVERSCAN_ROWS = 8;
/** Elements of rows at most, with one for the active row. */
const MOST_ROWS = 59;
const FIRST_SKELETON_ROWS = 24;
/** What is in sight is reported in steps, so that the page does not render with every row. */
const SIGHT_STEP_ROWS = 10;

interface ConversationTableProps {
  window: RowWindow;
  /** What tells lists apart: when another one is there, the table begins at its top. */
  listKey: string;
  filterKey: string;
  /** Known once the count has arrived. */
  total: ConversationCount | undefined;
  sort: Sort;
  onSort: (sort: Sort) => void;
  isLoading: boolean;
  /** The rows are of the previous view, until those of the new one are there. */
  isStale: boolean;
  openId: string;
  onOpen: (conversation: Conversation) => void;
  onPreview: (id: string) => void;
  /** A row to bring into sight. */
  target: { index: number } | null;
  onSight: (sight: { first: number; end: number }) => void;
}

function indicesBetween(first: number, end: number): number[] {
  return Array.from({ length: Math.max(end - first, 0) }, (_, offset) => first + offset);
}

export function ConversationTable(props: ConversationTableProps) {
  const { window: rowWindow, listKey, filterKey, total, sort, onSort, isLoading, isStale, openId, onOpen, onPreview, target, onSight } = props;
  const gridRef = useRef<HTMLDivElement>(null);
  const density = useSettings((settings) => settings.density);
  const hiddenColumns = useSettings((settings) => settings.hiddenColumns);
  const columnWidths = useSettings((settings) => settings.columnWidths);
  const activeIndex = useTableStore((state) => state.activeIndex);
  const rowHeightPx = ROW_HEIGHT_PX[density];
  const rowCount = isLoading ? FIRST_SKELETON_ROWS : rowWindow.length;
  const columns = COLUMNS.filter(({ id, isRequired }) => isRequired === true || !hiddenColumns.includes(id));
  const loadedIds = rowWindow.rows.map(({ id }) => id);

  const { first, end, shiftPx, heightPx, scrollToRow } = useRowScroll(gridRef, rowCount, rowHeightPx);
  const overscan = Math.max(Math.min(OVERSCAN_ROWS, Math.floor((MOST_ROWS - (end - first)) / 2)), 1);
  const rendered = indicesBetween(Math.max(first - overscan, 0), Math.min(end + overscan, rowCount));
  // The active row stays rendered when it is out of sight, as it alone is in the tab order.
  const isActiveElsewhere = !rendered.includes(activeIndex) && rowAt(rowWindow, activeIndex) !== undefined;
  const indices = isActiveElsewhere ? [...rendered, activeIndex] : rendered;

  const sightFirst = Math.floor(first / SIGHT_STEP_ROWS) * SIGHT_STEP_ROWS;
  const sightEnd = Math.ceil(end / SIGHT_STEP_ROWS) * SIGHT_STEP_ROWS;
  useEffect(() => {
    onSight({ first: sightFirst, end: sightEnd });
  }, [sightFirst, sightEnd, onSight]);

  // Of a list that is on its way, the place is not known yet.
  const [openedKey, setOpenedKey] = useState('');
  if (!isLoading && !isStale && openedKey !== listKey) {
    setOpenedKey(listKey);
  }
  const showOpened = useEffectEvent(() => {
    openList(listKey, filterKey);
    scrollToRow(useTableStore.getState().topRow, 'start');
  });
  useLayoutEffect(() => {
    if (openedKey !== '') {
      showOpened();
    }
  }, [openedKey]);

  useEffect(() => {
    window.addEventListener('pagehide', storeTableState);
    return () => { window.removeEventListener('pagehide', storeTableState); };
  }, []);

  /** A row that was moved to before it was in memory; it takes the focus when it comes. */
  const awaited = useRef<number | null>(null);
  const giveFocus = (index: number) => {
    const row = gridRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    row?.focus({ preventScroll: true });
    awaited.current = row === null || row === undefined ? index : null;
  };
  const focusRow = (index: number) => {
    flushSync(() => {
      scrollToRow(index);
      setActiveIndex(index);
    });
    giveFocus(index);
  };
  const focusAwaited = useEffectEvent(() => {
    if (awaited.current === activeIndex) {
      giveFocus(activeIndex);
    }
  });
  useEffect(() => {
    focusAwaited();
  }, [rowWindow.rows]);
  const idsBetween = (from: number, to: number) =>
    indicesBetween(from, to + 1).flatMap((index) => rowAt(rowWindow, index)?.id ?? []);
  const toggle = (index: number, isRange: boolean) => {
    const conversation = rowAt(rowWindow, index);
    if (isRange) {
      selectRange(index, idsBetween);
    } else if (conversation !== undefined) {
      toggleSelected(conversation.id, index, loadedIds);
    }
  };
  const openRow = (index: number) => {
    const conversation = rowAt(rowWindow, index);
    if (conversation !== undefined) {
      onOpen(conversation);
    }
  };
  useRowNavigation({
    gridRef,
    rowCount,
    rowsPerPage: Math.max(end - first - 1, 1),
    activeIndex: Math.min(activeIndex, Math.max(rowCount - 1, 0)),
    focusRow: (index) => {
      focusRow(index);
      if (openId !== '') {
        openRow(index);
      }
    },
    openRow,
    toggleRow: toggle,
  });

  const showTarget = useEffectEvent((index: number) => {
    scrollToRow(index, 'center');
    setActiveIndex(index);
  });
  useEffect(() => {
    if (target !== null) {
      showTarget(target.index);
    }
  }, [target]);

  const onRow = (event: { target: EventTarget }): number | undefined => {
    const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset.index;
    return index === undefined ? undefined : Number(index);
  };
  const onClick = (event: MouseEvent) => {
    const index = onRow(event);
    if (index === undefined) {
      return;
    }
    setActiveIndex(index);
    if (event.target instanceof HTMLInputElement) {
      toggle(index, event.shiftKey);
    } else if (window.getSelection()?.isCollapsed !== false) {
      openRow(index);
    }
  };

  const widths = Object.fromEntries(Object.entries(columnWidths).map(([id, widthPx]) => [`--width-${id}`, `0 0 ${widthPx}px`]));

  return (
    <div
      ref={gridRef}
      role="grid"
      aria-label="Conversations"
      aria-multiselectable="true"
      aria-busy={isLoading || isStale}
      // −1: the total is unknown (WAI-ARIA 1.2, aria-rowcount). The header counts as a row.
      aria-rowcount={total?.kind === 'exact' ? total.count + 1 : -1}
      data-dense={density === 'dense' ? '' : undefined}
      style={widths}
      className="@container min-h-0 min-w-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
      onClick={onClick}
      onFocus={(event) => {
        const index = onRow(event);
        if (index !== undefined) {
          setActiveIndex(index);
        }
      }}
      onMouseOver={(event) => {
        const index = onRow(event);
        const conversation = index === undefined ? undefined : rowAt(rowWindow, index);
        if (conversation !== undefined) {
          onPreview(conversation.id);
        }
      }}
    >
      <div role="rowgroup" className="sticky top-0 z-10">
        <TableHeader columns={columns} sort={sort} onSort={onSort} loadedIds={loadedIds} />
      </div>
      <div role="rowgroup" style={{ height: heightPx }} className={`relative transition-opacity duration-150 ${isStale ? 'opacity-50' : ''}`}>
        {indices.map((index) => {
          const conversation = rowAt(rowWindow, index);
          const topPx = index * rowHeightPx + shiftPx;
          return conversation === undefined ? (
            <SkeletonRow key={`skeleton-${index}`} columns={columns} topPx={topPx} heightPx={rowHeightPx} />
          ) : (
            <TableRow
              key={conversation.id}
              conversation={conversation}
              columns={columns}
              index={index}
              topPx={topPx}
              heightPx={rowHeightPx}
              isOpen={conversation.id === openId}
            />
          );
        })}
      </div>
    </div>
  );
}
