/** What can be done with the selected conversations. */
import { X } from 'lucide-react';
import { useState } from 'react';

import { Button } from 'src/components/ui/button';
import { BULK_ACTIONS, type BulkAction, type BulkSelection, MAX_AFFECTED, MAX_BULK_IDS } from 'src/lib/bulk';
import { formatInteger } from 'src/lib/format';
import { hasRole } from 'src/lib/session';

import type { ConversationCount } from '../api/conversations';
import { type Filters, filtersOf } from '../api/view';
import { clearSelection, selectAll, useTableStore } from '../hooks/table-store';
import { BulkDialog } from './bulk-dialog';

const ACTIONS = Object.keys(BULK_ACTIONS) as BulkAction[];

/** Filters as the bulk route takes them: only those that restrict, scores as numbers. */
export function bulkFilter(filters: Filters): Record<string, unknown> {
  const restricting = Object.entries(filtersOf(filters)).filter(([, value]: [string, string | string[]]) => value.length > 0);
  return Object.fromEntries(restricting.map(([name, value]: [string, unknown]) => [name, name.startsWith('quality_') ? Number(value) : value]));
}

export default function BulkBar({ filters, total }: { filters: Filters; total: ConversationCount | undefined }) {
  const selectedIds = useTableStore((state) => state.selectedIds);
  const allAsOf = useTableStore((state) => state.allAsOf);
  const [chosen, setChosen] = useState<{ action: BulkAction; selection: BulkSelection } | null>(null);
  const totalText = total === undefined ? '' : ` ${total.kind === 'estimated' ? 'about ' : ''}${formatInteger(total.count)}`;
  const isTooMany = allAsOf === null && selectedIds.size > MAX_BULK_IDS;

  return (
    <section aria-label="Selection" className="flex shrink-0 flex-wrap items-center gap-1.5 border-t border-line bg-surface px-4 py-2 text-[13px]">
      <p role="status" className="font-medium text-ink tabular-nums">
        {allAsOf === null ? `${formatInteger(selectedIds.size)} selected` : `All${totalText} matching selected`}
      </p>
      <Button variant="icon" aria-label="Clear the selection" title="Clear the selection" className="-ml-2" onClick={clearSelection}>
        <X aria-hidden="true" className="size-4" />
      </Button>
      {allAsOf !== null || total === undefined || total.count <= selectedIds.size ? null : (
        <Button variant="quiet" className="mr-2 text-accent-ink!" onClick={selectAll}>
          Select all{totalText} matching
        </Button>
      )}
      {isTooMany ? (
        <p className="text-muted">One action takes up to {formatInteger(MAX_BULK_IDS)} chosen rows, or all that match.</p>
      ) : !hasRole('reviewer') ? (
        <p className="text-muted">Only reviewers change conversations.</p>
      ) : (
        ACTIONS.map((action) => (
          <Button
            key={action}
            onClick={() => {
              const selection = allAsOf === null ? { ids: [...selectedIds] } : { filter: bulkFilter(filters), asOf: allAsOf, maxAffected: MAX_AFFECTED };
              setChosen({ action, selection });
            }}
          >
            {BULK_ACTIONS[action].label}
          </Button>
        ))
      )}
      {chosen === null ? null : (
        <BulkDialog
          {...chosen}
          onClose={(isDone) => {
            setChosen(null);
            if (isDone) {
              clearSelection();
            }
          }}
        />
      )}
    </section>
  );
}
