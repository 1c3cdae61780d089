/**
 * The list as one virtualised grid: however many rows are loaded, only those in sight and a few beyond are elements. The next page is requested well before the
 * last loaded row comes into sight, and rows that are on their way have their final size, so nothing jumps.
 */
import { useTable } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

import type { Conversation } from 'src/lib/conversation';

import type { ConversationCount, ConversationPage } from '../api/conversations';
import type { Sort } from '../api/view';
import { useRowNavigation } from '../hooks/use-row-navigation';
import { conversationColumns, conversationTableFeatures } from './columns';
import { TableHeader } from './table-header';
import { ROW_HEIGHT_PX, SkeletonRow, TableRow } from './table-row';

/** Rendered beyond each edge of what is in sight, so that a fast scroll meets rows and not blank space. */
const OVERSCAN_ROWS = 8;
/** Distance from the last loaded row at which the next page is requested. */
const PREFETCH_ROWS = 40;
/** Rows shown as on their way: a screen's worth at first, then what fits below the last row until the next page is there. */
const FIRST_SKELETON_ROWS = 24;
const NEXT_SKELETON_ROWS = 12;
const HEADER_HEIGHT_PX = 36;

interface ConversationTableProps {
  /** Stands for the list that `rows` belong to: it stays the same as pages are added; when it changes, the table starts at the top again. */
  firstPage: ConversationPage | undefined;
  rows: Conversation[];
  /** Known once the count has arrived. */
  total: ConversationCount | undefined;
  sort: Sort;
  onSort: (sort: Sort) => void;
  isLoading: boolean;
  /** The rows are of the previous view, until those of the new one are there. */
  isStale: boolean;
  canLoadMore: boolean;
  onLoadMore: () => void;
}

export function ConversationTable(props: ConversationTableProps) {
  const { firstPage, rows, total, sort, onSort, isLoading, isStale, canLoadMore, onLoadMore } = props;
  const gridRef = useRef<HTMLDivElement>(null);
  const idPrefix = useId();
  const [active, setActive] = useState({ firstPage, index: 0 });
  const activeIndex = active.firstPage === firstPage ? Math.min(active.index, Math.max(rows.length - 1, 0)) : 0;

  const table = useTable({ features: conversationTableFeatures, columns: conversationColumns, data: rows, getRowId: (row) => row.id });
  const tableRows = table.getRowModel().rows;

  const skeletonCount = isLoading ? FIRST_SKELETON_ROWS : canLoadMore ? NEXT_SKELETON_ROWS : 0;
  // The virtualiser changes in place, so the compiler leaves this component alone, as it should.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length + skeletonCount,
    getScrollElement: () => gridRef.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: HEADER_HEIGHT_PX,
    // The active row stays rendered when it is out of sight, as it alone is in the tab order.
    rangeExtractor: (range) => [...new Set([activeIndex, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  const virtualItems = virtualizer.getVirtualItems();

  const lastRendered = virtualItems.at(-1)?.index ?? 0;
  const isNearEnd = lastRendered >= rows.length - PREFETCH_ROWS;
  useEffect(() => {
    if (canLoadMore && isNearEnd) {
      onLoadMore();
    }
  }, [canLoadMore, isNearEnd, onLoadMore]);

  useEffect(() => {
    gridRef.current?.scrollTo({ top: 0 });
  }, [firstPage]);

  const focusRow = (index: number) => {
    flushSync(() => {
      setActive({ firstPage, index });
    });
    virtualizer.scrollToIndex(index, { align: 'auto' });
    document.getElementById(`${idPrefix}${index}`)?.focus({ preventScroll: true });
  };
  useRowNavigation({ gridRef, rowCount: rows.length, activeIndex, focusRow });

  return (
    <div
      ref={gridRef}
      role="grid"
      aria-label="Conversations"
      aria-busy={isLoading || isStale}
      // −1: the total is unknown (WAI-ARIA 1.2, aria-rowcount). The header counts as a row.
      aria-rowcount={total?.kind === 'exact' ? total.count + 1 : -1}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain"
    >
      <div role="rowgroup" className="sticky top-0 z-10">
        <TableHeader headers={table.getHeaderGroups().flatMap((group) => group.headers)} sort={sort} onSort={onSort} />
      </div>
      <div
        role="rowgroup"
        style={{ height: virtualizer.getTotalSize() }}
        className={`relative transition-opacity duration-150 ${isStale ? 'opacity-50' : ''}`}
      >
        {virtualItems.map(({ index, start }) => {
          const row = tableRows[index];
          return row === undefined ? (
            <SkeletonRow key={`skeleton-${index}`} offsetPx={start} />
          ) : (
            <TableRow
              key={row.id}
              id={`${idPrefix}${index}`}
              row={row}
              index={index}
              offsetPx={start}
              isActive={index === activeIndex}
              onActivate={(activated) => { setActive({ firstPage, index: activated }); }}
            />
          );
        })}
      </div>
    </div>
  );
}
