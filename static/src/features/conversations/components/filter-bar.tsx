import { X } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { FilterMenu } from 'src/components/ui/filter-menu';
import { STATUS_LABELS, STATUSES, TIER_LABELS, TIERS } from 'src/lib/conversation';

import { SORT_LABELS } from '../api/labels';
import { DEFAULT_VIEW, filtersOf, hasFilters, SORT_KEYS, sortOf, type View } from '../api/view';
import { SearchBox } from './search-box';

interface FilterBarProps {
  view: View;
  onChange: (change: Partial<View>, options?: { replace: boolean }) => void;
  isSearching: boolean;
}

export const NO_FILTERS = filtersOf(DEFAULT_VIEW);

/** Search, filters and, on narrow screens where most headers are hidden, the order. */
export function FilterBar({ view, onChange, isSearching }: FilterBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 pb-2.5">
      <SearchBox
        value={view.search}
        onChange={(search) => { onChange({ search }, { replace: true }); }}
        isSearching={isSearching}
      />
      <FilterMenu label="Status" options={STATUSES} labels={STATUS_LABELS} selected={view.status} onChange={(status) => { onChange({ status }); }} />
      <FilterMenu label="Tier" options={TIERS} labels={TIER_LABELS} selected={view.tier} onChange={(tier) => { onChange({ tier }); }} />
      <SortSelect view={view} onChange={onChange} />
      <div className="contents">
        {view.status.map((status) => (
          <Chip key={status} label={STATUS_LABELS[status]} onRemove={() => { onChange({ status: view.status.filter((other) => other !== status) }); }} />
        ))}
        {view.tier.map((tier) => (
          <Chip key={tier} label={TIER_LABELS[tier]} onRemove={() => { onChange({ tier: view.tier.filter((other) => other !== tier) }); }} />
        ))}
        {hasFilters(view) ? (
          <Button variant="quiet" onClick={() => { onChange(NO_FILTERS); }}>
            Clear
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={`Remove filter ${label}`}
      className="inline-flex h-6 cursor-pointer items-center gap-1 rounded-full bg-accent-soft pr-1.5 pl-2.5 text-xs whitespace-nowrap text-accent-ink hover:bg-accent-softer"
    >
      {label}
      <X aria-hidden="true" className="size-3" />
    </button>
  );
}

const DIRECTION_LABELS = { asc: 'ascending', desc: 'descending' } as const;
const SORT_OPTIONS = SORT_KEYS.flatMap((sort_by) => (['desc', 'asc'] as const).map((sort_dir) => ({ sort_by, sort_dir })));

function SortSelect({ view, onChange }: Pick<FilterBarProps, 'view' | 'onChange'>) {
  const current = sortOf(view);
  const indexOfCurrent = SORT_OPTIONS.findIndex(({ sort_by, sort_dir }) => sort_by === current.sort_by && sort_dir === current.sort_dir);
  return (
    <select
      aria-label="Sort by"
      value={indexOfCurrent}
      onChange={(event) => { onChange(SORT_OPTIONS[Number(event.target.value)] ?? current); }}
      className="h-8 min-w-0 cursor-pointer rounded-md border border-line bg-surface px-2 text-[13px] font-medium text-ink max-sm:flex-1 max-sm:basis-28 xl:hidden"
    >
      {SORT_OPTIONS.map(({ sort_by, sort_dir }, index) => (
        <option key={`${sort_by} ${sort_dir}`} value={index}>
          {SORT_LABELS[sort_by]}, {DIRECTION_LABELS[sort_dir]}
        </option>
      ))}
    </select>
  );
}
