import type { Header, RowData } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';

import type { Conversation } from 'src/lib/conversation';

import { firstDirectionOf, type Sort, type SortDirection, type SortKey } from '../api/view';
import type { conversationTableFeatures } from './columns';

const ARIA_SORT: Record<SortDirection, 'ascending' | 'descending'> = { asc: 'ascending', desc: 'descending' };

interface TableHeaderProps {
  headers: readonly Header<typeof conversationTableFeatures, Conversation & RowData>[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** The header row: a click sorts by a column, another one turns the order round. */
export function TableHeader({ headers, sort, onSort }: TableHeaderProps) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="conversation-row sticky top-0 z-10 h-9 border-b border-line bg-canvas text-xs text-muted"
    >
      {headers.map(({ id, column }) => {
        const { header, meta } = column.columnDef;
        const label = String(header);
        const sortKey = meta?.sortKey;
        const direction = sortKey === sort.sort_by ? sort.sort_dir : undefined;
        return (
          <div
            key={id}
            role="columnheader"
            aria-sort={direction === undefined ? undefined : ARIA_SORT[direction]}
            className={`flex min-w-0 items-center ${meta?.className ?? ''}`}
          >
            {sortKey === undefined ? (
              <span className="truncate max-sm:sr-only">{label}</span>
            ) : (
              <SortButton label={label} direction={direction} onClick={() => { onSort(nextSort(sortKey, direction)); }} />
            )}
          </div>
        );
      })}
    </div>
  );
}

function nextSort(key: SortKey, direction: SortDirection | undefined): Sort {
  if (direction === undefined) {
    return { sort_by: key, sort_dir: firstDirectionOf(key) };
  }
  return { sort_by: key, sort_dir: direction === 'asc' ? 'desc' : 'asc' };
}

function SortButton({ label, direction, onClick }: { label: string; direction: SortDirection | undefined; onClick: () => void }) {
  const Arrow = direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={onClick}
      className={`group -mx-1.5 flex h-6 cursor-pointer items-center gap-1 rounded px-1.5 hover:bg-hover hover:text-ink ${direction === undefined ? '' : 'font-medium text-ink'}`}
    >
      {label}
      <Arrow
        aria-hidden="true"
        className={`size-3 ${direction === undefined ? 'hidden opacity-50 group-hover:block' : ''}`}
      />
    </button>
  );
}
