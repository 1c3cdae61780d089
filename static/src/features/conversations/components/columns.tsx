/**
 * The columns of the list, once for header, rows and skeletons. Which of them show at which width, and how wide they are, is one CSS rule
 * (`.conversation-row` in the style sheet); a column hidden there takes no place.
 */
import { createColumnHelper, tableFeatures } from '@tanstack/react-table';

import { StatusBadge } from 'src/components/ui/status-badge';
import { type Conversation, TIER_LABELS } from 'src/lib/conversation';
import { formatInteger, formatOneDecimal } from 'src/lib/format';

import type { SortKey } from '../api/view';
import { RelativeTime } from './relative-time';

interface ConversationColumnMeta {
  /** The order that a click on the header asks the API for; a column without one cannot be sorted by. */
  sortKey?: SortKey;
  className: string;
  skeletonClassName: string;
}

const FROM_SMALL = 'max-sm:hidden';
const FROM_MEDIUM = 'max-md:hidden';
const FROM_LARGE = 'max-lg:hidden';
const FROM_EXTRA_LARGE = 'max-xl:hidden';
const NUMBER = 'justify-end text-right tabular-nums';

// No feature of the table library is needed: the API sorts, filters and pages.
export const conversationTableFeatures = tableFeatures({ columnMeta: {} as ConversationColumnMeta });

const helper = createColumnHelper<typeof conversationTableFeatures, Conversation>();

export const conversationColumns = helper.columns([
  helper.accessor('status', {
    header: 'Status',
    cell: ({ getValue }) => <StatusBadge status={getValue()} />,
    meta: { className: '', skeletonClassName: 'w-2 sm:w-20' },
  }),
  helper.accessor('title', {
    header: 'Title',
    cell: ({ row: { original } }) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium text-ink" title={original.title ?? undefined}>
          {original.title ?? 'Untitled'}
        </span>
        <span className="block truncate text-xs text-muted lg:hidden">{personaAndEmotion(original)}</span>
      </span>
    ),
    meta: { sortKey: 'title', className: '', skeletonClassName: 'w-3/5' },
  }),
  helper.display({
    id: 'persona',
    header: 'Persona',
    cell: ({ row: { original } }) => (
      <span className="truncate" title={personaAndEmotion(original)}>
        {personaAndEmotion(original)}
      </span>
    ),
    meta: { className: FROM_LARGE, skeletonClassName: 'w-2/3' },
  }),
  helper.accessor('tier', {
    header: 'Tier',
    cell: ({ getValue }) => TIER_LABELS[getValue()],
    meta: { className: FROM_MEDIUM, skeletonClassName: 'w-14' },
  }),
  helper.accessor('qualityScore', {
    header: 'Quality',
    cell: ({ getValue }) => <Quality score={getValue()} />,
    meta: { sortKey: 'quality_score', className: NUMBER, skeletonClassName: 'w-6' },
  }),
  helper.accessor('totalTurns', {
    header: 'Turns',
    cell: ({ getValue }) => formatInteger(getValue()),
    meta: { sortKey: 'total_turns', className: `${NUMBER} ${FROM_MEDIUM}`, skeletonClassName: 'w-5' },
  }),
  helper.accessor('updatedAt', {
    header: 'Updated',
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
    meta: { sortKey: 'updated_at', className: `${NUMBER} ${FROM_EXTRA_LARGE}`, skeletonClassName: 'w-12' },
  }),
  helper.accessor('createdAt', {
    header: 'Created',
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
    meta: { sortKey: 'created_at', className: `${NUMBER} ${FROM_SMALL}`, skeletonClassName: 'w-12' },
  }),
]);

function personaAndEmotion({ persona, emotion }: Conversation): string {
  return [persona, emotion].filter((part) => part !== null && part !== '').join(' · ');
}

function Quality({ score }: { score: number | null }) {
  if (score === null) {
    return (
      <span className="text-faint" title="Not scored">
        <span aria-hidden="true">–</span>
        <span className="sr-only">Not scored</span>
      </span>
    );
  }
  return <span className="text-ink">{formatOneDecimal(score)}</span>;
}
