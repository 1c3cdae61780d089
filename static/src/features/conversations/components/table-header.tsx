import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { firstDirectionOf, type Sort, type SortDirection, type SortKey } from '../api/view';
import { clearSelection, selectIds, useTableStore } from '../hooks/table-store';
import { CELL, changeWidth, CHECK_CELL, type Column, ROW } from './columns';

const ARIA_SORT: Record<SortDirection, 'ascending' | 'descending'> = { asc: 'ascending', desc: 'descending' };

interface TableHeaderProps {
  columns: readonly Column[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  loadedIds: readonly string[];
}

/** The header row: a click sorts by a column, another one turns the order round, its right edge is dragged to another width. */
export function TableHeader({ columns, sort, onSort, loadedIds }: TableHeaderProps) {
  return (
    <div role="row" aria-rowindex={1} className={`${ROW} h-9 border-b border-line bg-canvas text-xs text-muted`}>
      <div role="columnheader" className={CHECK_CELL}>
        <SelectLoaded loadedIds={loadedIds} />
      </div>
      {columns.map(({ id, header, sortKey, className }) => {
        const direction = sortKey === sort.sort_by ? sort.sort_dir : undefined;
        return (
          <div
            key={id}
            role="columnheader"
            data-column={id}
            aria-sort={direction === undefined ? undefined : ARIA_SORT[direction]}
            className={`relative ${CELL} ${className}`}
          >
            {sortKey === undefined ? (
              <span className="truncate max-sm:sr-only">{header}</span>
            ) : (
              <SortButton label={header} direction={direction} onClick={() => { onSort(nextSort(sortKey, direction)); }} />
            )}
            <WidthHandle id={id} />
          </div>
        );
      })}
    </div>
  );
}

/** Selects the rows in memory; partly ticked while only some of them are. */
function SelectLoaded({ loadedIds }: { loadedIds: readonly string[] }) {
  const ref = useRef<HTMLInputElement>(null);
  const isAny = useTableStore(({ selectedIds, allAsOf }) => allAsOf !== null || selectedIds.size > 0);
  const isAll = useTableStore(
    ({ selectedIds, allAsOf }) => allAsOf !== null || (loadedIds.length > 0 && loadedIds.every((id) => selectedIds.has(id))),
  );
  useEffect(() => {
    if (ref.current !== null) {
      ref.current.indeterminate = isAny && !isAll;
    }
  });
  return (
    <input
      ref={ref}
      type="checkbox"
      aria-label="Select the loaded conversations"
      checked={isAll}
      onChange={() => {
        if (isAny) {
          clearSelection();
        } else {
          selectIds(loadedIds);
        }
      }}
      className="size-4 cursor-pointer accent-accent"
    />
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
      <Arrow aria-hidden="true" className={`size-3 ${direction === undefined ? 'hidden opacity-50 group-hover:block' : ''}`} />
    </button>
  );
}

/** The right edge of a column. By keyboard, widths are set in the column menu. */
function WidthHandle({ id }: { id: string }) {
  return (
    <span
      aria-hidden="true"
      title="Drag to resize, double-click for the width as it was"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const left = event.currentTarget.parentElement?.getBoundingClientRect().left;
        if (left !== undefined && event.currentTarget.hasPointerCapture(event.pointerId)) {
          changeWidth(id, Math.round(event.clientX - left));
        }
      }}
      onDoubleClick={() => { changeWidth(id, undefined); }}
      className="absolute inset-y-2 -right-2.5 w-1.5 cursor-col-resize touch-none rounded hover:bg-accent max-sm:hidden"
    />
  );
}
