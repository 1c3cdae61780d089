import { X } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { FilterMenu } from 'src/components/ui/filter-menu';
import { lazyPart } from 'src/components/ui/lazy-part';
import { STATUS_LABELS, STATUSES, TIER_LABELS, TIERS } from 'src/lib/conversation';

import { SORT_LABELS } from '../api/labels';
import { NO_FILTERS, SORT_KEYS, sortOf, type View } from '../api/view';
import type { ChangeView } from '../hooks/use-view';
import { chipsOf } from './filter-chips';
import { PopoverMenu } from './popover-menu';
import { SearchBox } from './search-box';

const MoreFilters = lazyPart(() => import('./more-filters'), 'default');

interface FilterBarProps {
  view: View;
  onChange: ChangeView;
  isSearching: boolean;
}

/** Search, filters and, on narrow screens where most headers are hidden, the order. */
export function FilterBar({ view, onChange, isSearching }: FilterBarProps) {
  const chips = chipsOf(view);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 pb-2.5">
      <SearchBox
        value={view.search}
        onChange={(search) => { onChange({ search }, { replace: true }); }}
        isSearching={isSearching}
      />
      <FilterMenu label="Status" options={STATUSES} labels={STATUS_LABELS} selected={view.status} onChange={(status) => { onChange({ status }); }} />
      <FilterMenu label="Tier" options={TIERS} labels={TIER_LABELS} selected={view.tier} onChange={(tier) => { onChange({ tier }); }} />
      <PopoverMenu label="More filters" preload={() => void MoreFilters.preload()}>
        {() => <MoreFilters view={view} onChange={onChange} />}
      </PopoverMenu>
      <SortSelect view={view} onChange={onChange} />
      {chips.map(({ label, without }) => (
        <Chip key={label} label={label} onRemove={() => { onChange(without); }} />
      ))}
      {chips.length > 0 || view.search.trim() !== '' ? (
        <Button variant="quiet" onClick={() => { onChange(NO_FILTERS); }}>
          Clear
        </Button>
      ) : null}
    </div>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={`Remove filter ${label}`}
      className="inline-flex h-6 max-w-60 cursor-pointer items-center gap-1 rounded-full bg-accent-soft pr-1.5 pl-2.5 text-xs whitespace-nowrap text-accent-ink hover:bg-accent-softer"
    >
      <span className="truncate">{label}</span>
      <X aria-hidden="true" className="size-3 shrink-0" />
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
