import { memo } from 'react';

import { Skeleton } from 'src/components/ui/skeleton';
import type { Conversation } from 'src/lib/conversation';

import { useTableStore } from '../hooks/table-store';
import { CELL, CHECK_CELL, type Column, ROW } from './columns';

interface TableRowProps {
  conversation: Conversation;
  columns: readonly Column[];
  index: number;
  topPx: number;
  heightPx: number;
  isOpen: boolean;
}

/**
 * One conversation. Only the active row is in the tab order: arrow keys move between rows. The grid handles what happens to a row, by its `data-index`, so
 * that a row has nothing that changes with each render of the grid.
 */
export const TableRow = memo(function TableRow({ conversation, columns, index, topPx, heightPx, isOpen }: TableRowProps) {
  const isActive = useTableStore((state) => state.activeIndex === index);
  const isSelected = useTableStore((state) => state.allAsOf !== null || state.selectedIds.has(conversation.id));
  return (
    <div
      role="row"
      data-index={index}
      // The header is row 1.
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      tabIndex={isActive ? 0 : -1}
      style={{ height: heightPx, transform: `translateY(${topPx}px)` }}
      className={`${ROW} group absolute inset-x-0 top-0 cursor-default border-b border-line-soft text-[13px] text-ink-soft outline-none hover:bg-hover focus-visible:bg-accent-soft focus-visible:shadow-[inset_2px_0_0_var(--color-accent)] aria-current:bg-accent-soft aria-selected:bg-accent-soft`}
    >
      <div role="gridcell" className={CHECK_CELL}>
        <input
          type="checkbox"
          readOnly
          tabIndex={-1}
          checked={isSelected}
          aria-label={`Select ${conversation.title ?? 'Untitled'}`}
          className="size-4 cursor-pointer accent-accent"
        />
      </div>
      {columns.map(({ id, className, cell }) => (
        <div key={id} role="gridcell" className={`${CELL} ${className}`}>
          {cell(conversation)}
        </div>
      ))}
    </div>
  );
});

/** A row that is on its way, with the size of a real one. */
export const SkeletonRow = memo(function SkeletonRow({ columns, topPx, heightPx }: Pick<TableRowProps, 'columns' | 'topPx' | 'heightPx'>) {
  return (
    <div
      aria-hidden="true"
      style={{ height: heightPx, transform: `translateY(${topPx}px)` }}
      className={`${ROW} absolute inset-x-0 top-0 border-b border-line-soft`}
    >
      <div className={CHECK_CELL} />
      {columns.map(({ id, className, skeletonClassName }) => (
        <div key={id} className={`${CELL} ${className}`}>
          <Skeleton className={skeletonClassName} />
        </div>
      ))}
    </div>
  );
});
