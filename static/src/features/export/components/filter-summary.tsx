/** What is exported: the filters that restrict, and how many conversations they select. */
import { Link } from '@tanstack/react-router';

import { FilterChip } from 'src/components/ui/filter-chip';
import { type ConversationCount, totalText } from 'src/lib/conversation-count';
import { chipsOf } from 'src/lib/filter-chips';
import { type Filters, filtersOf, hasFilters } from 'src/lib/filters';

interface FilterSummaryProps {
  filters: Filters;
  count: ConversationCount | undefined;
  isError: boolean;
  onChange: (change: Partial<Filters>) => void;
}

export function FilterSummary({ filters, count, isError, onChange }: FilterSummaryProps) {
  const chips = [...(filters.search.trim() === '' ? [] : [{ label: `“${filters.search.trim()}”`, without: { search: '' } }]), ...chipsOf(filters)];
  return (
    <section aria-label="What is exported">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-1 text-[13px] font-medium text-ink tabular-nums">
          {count === undefined ? (isError ? 'Count unavailable' : 'Counting…') : totalText(count)}
        </p>
        {chips.map(({ label, without }) => <FilterChip key={label} label={label} onRemove={() => { onChange(without); }} />)}
        <Link to="/" search={filtersOf(filters)} className="text-[13px] text-accent-ink underline underline-offset-2">
          Change the filters
        </Link>
      </div>
      {hasFilters(filters) ? null : (
        <p className="mt-1.5 text-xs leading-5 text-muted">
          Nothing restricts the export, so drafts and rejected conversations are in it too.{' '}
          <button type="button" className="cursor-pointer text-accent-ink underline underline-offset-2" onClick={() => { onChange({ status: ['approved'] }); }}>
            Only approved ones
          </button>
        </p>
      )}
    </section>
  );
}
