import { STATUS_LABELS, type Status, STATUSES } from 'src/lib/conversation';
import { formatInteger } from 'src/lib/format';

import type { ConversationFacets } from '../api/conversations';

interface FacetCardsProps {
  facets: ConversationFacets | undefined;
  isError: boolean;
  selected: readonly Status[];
  onChange: (status: Status[]) => void;
}

/** How many conversations there are in each status; a click shows those alone, another one all again. */
export function FacetCards({ facets, isError, selected, onChange }: FacetCardsProps) {
  return (
    <div role="group" aria-label="Conversations by status" className="flex shrink-0 gap-2 overflow-x-auto px-4 pb-2.5 [scrollbar-width:none]">
      {STATUSES.map((status) => {
        const isOnly = selected.length === 1 && selected[0] === status;
        return (
          <button
            key={status}
            type="button"
            aria-pressed={selected.includes(status)}
            onClick={() => { onChange(isOnly ? [] : [status]); }}
            className="h-14 min-w-32 flex-1 cursor-pointer rounded-lg border border-line bg-surface px-3 text-left hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            <span className="block truncate text-xs text-muted">{STATUS_LABELS[status]}</span>{' '}
            <span className="block h-6 text-base leading-6 font-semibold text-ink tabular-nums">{numberOf(facets, isError, status)}</span>
          </button>
        );
      })}
    </div>
  );
}

function numberOf(facets: ConversationFacets | undefined, isError: boolean, status: Status) {
  if (facets === undefined) {
    return isError ? '–' : <span aria-hidden="true" className="mt-1.5 block h-3.5 w-12 animate-pulse rounded bg-line motion-reduce:animate-none" />;
  }
  return `${facets.kind === 'estimated' ? '≈ ' : ''}${formatInteger(facets.statuses[status])}`;
}
