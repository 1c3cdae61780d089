import { flexRender, type Row } from '@tanstack/react-table';

import { Skeleton } from 'src/components/ui/skeleton';
import type { Conversation } from 'src/lib/conversation';

import { type conversationTableFeatures, conversationColumns } from './columns';

/** Height of every row in pixels; the style sheet's `.conversation-row` agrees through the inline height. */
export const ROW_HEIGHT_PX = 44;

interface TableRowProps {
  id: string;
  row: Row<typeof conversationTableFeatures, Conversation>;
  index: number;
  offsetPx: number;
  isActive: boolean;
  onActivate: (index: number) => void;
}

/** One conversation. Only the active row is in the tab order: arrow keys move between rows. */
export function TableRow({ id, row, index, offsetPx, isActive, onActivate }: TableRowProps) {
  return (
    <div
      id={id}
      role="row"
      // The header is row 1.
      aria-rowindex={index + 2}
      tabIndex={isActive ? 0 : -1}
      onFocus={() => { onActivate(index); }}
      style={{ height: ROW_HEIGHT_PX, transform: `translateY(${offsetPx}px)` }}
      className="conversation-row absolute inset-x-0 top-0 border-b border-line-soft text-[13px] text-ink-soft outline-none hover:bg-hover focus-visible:bg-accent-soft focus-visible:shadow-[inset_2px_0_0_var(--color-accent)]"
    >
      {row.getAllCells().map((cell) => (
        <div key={cell.id} role="gridcell" className={`flex min-w-0 items-center ${cell.column.columnDef.meta?.className ?? ''}`}>
          {flexRender(cell.column.columnDef.cell, cell.getContext())}
        </div>
      ))}
    </div>
  );
}

/** A row that is on its way, with the size of a real one. */
export function SkeletonRow({ offsetPx }: { offsetPx: number }) {
  return (
    <div
      aria-hidden="true"
      style={{ height: ROW_HEIGHT_PX, transform: `translateY(${offsetPx}px)` }}
      className="conversation-row absolute inset-x-0 top-0 border-b border-line-soft"
    >
      {conversationColumns.map(({ id, meta }, index) => (
        <div key={id ?? index} className={`flex min-w-0 items-center ${meta?.className ?? ''}`}>
          <Skeleton className={meta?.skeletonClassName ?? ''} />
        </div>
      ))}
    </div>
  );
}
