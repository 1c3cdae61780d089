/**
 * The columns of the list, once for header, rows, skeletons and the column menu. Widths are flex bases, each of which a user's own width (a custom property on
 * the grid) replaces; a column shows where the grid, not the window, is wide enough for it, as the side panel takes room too.
 */
import type { ReactNode } from 'react';

import { RelativeTime } from 'src/components/ui/relative-time';
import { StatusBadge } from 'src/components/ui/status-badge';
import { type Conversation, TIER_LABELS } from 'src/lib/conversation';
import { formatInteger, formatOneDecimal } from 'src/lib/format';
import { useSettings } from 'src/lib/settings';

import type { SortKey } from '../api/view';

export interface Column {
  id: string;
  header: string;
  cell: (conversation: Conversation) => ReactNode;
  /** The order that a click on the header asks the API for; a column without one cannot be sorted by. */
  sortKey?: SortKey;
  className: string;
  skeletonClassName: string;
  /** The title alone cannot be hidden. */
  isRequired?: boolean;
}

const NUMBER = 'justify-end text-right tabular-nums';

export const COLUMNS: readonly Column[] = [
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => <StatusBadge status={status} />,
    className: 'flex-[0_0_0.75rem] sm:flex-(--width-status,0_0_8.5rem)',
    skeletonClassName: 'w-2 sm:w-20',
  },
  {
    id: 'title',
    header: 'Title',
    cell: (conversation) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium text-ink" title={conversation.title ?? undefined}>
          {conversation.title ?? 'Untitled'}
        </span>
        <span className="block truncate text-xs text-muted @5xl:hidden in-data-dense:hidden">{personaAndEmotion(conversation)}</span>
      </span>
    ),
    sortKey: 'title',
    className: 'flex-(--width-title,1.6_1_0%)',
    skeletonClassName: 'w-3/5',
    isRequired: true,
  },
  {
    id: 'persona',
    header: 'Persona',
    cell: (conversation) => (
      <span className="truncate" title={personaAndEmotion(conversation)}>
        {personaAndEmotion(conversation)}
      </span>
    ),
    className: 'flex-(--width-persona,1_1_0%) @max-5xl:hidden',
    skeletonClassName: 'w-2/3',
  },
  {
    id: 'tier',
    header: 'Tier',
    cell: ({ tier }) => TIER_LABELS[tier],
    className: 'flex-(--width-tier,0_0_5.5rem) @max-3xl:hidden',
    skeletonClassName: 'w-14',
  },
  {
    id: 'quality',
    header: 'Quality',
    cell: ({ qualityScore }) => <Quality score={qualityScore} />,
    sortKey: 'quality_score',
    className: `flex-(--width-quality,0_0_4rem) ${NUMBER}`,
    skeletonClassName: 'w-6',
  },
  {
    id: 'turns',
    header: 'Turns',
    cell: ({ totalTurns }) => formatInteger(totalTurns),
    sortKey: 'total_turns',
    className: `flex-(--width-turns,0_0_3.5rem) @max-3xl:hidden ${NUMBER}`,
    skeletonClassName: 'w-5',
  },
  {
    id: 'updated',
    header: 'Updated',
    cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    sortKey: 'updated_at',
    className: `flex-(--width-updated,0_0_4.5rem) @max-7xl:hidden ${NUMBER}`,
    skeletonClassName: 'w-12',
  },
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    sortKey: 'created_at',
    className: `flex-(--width-created,0_0_4.5rem) @max-xl:hidden ${NUMBER}`,
    skeletonClassName: 'w-12',
  },
];

/** Of every cell, whatever its column. */
export const CELL = 'flex min-w-0 items-center';

/** Of header, rows and skeletons. */
export const ROW = 'flex items-stretch gap-4 px-4';

/** The column of boxes to tick. */
export const CHECK_CELL = 'flex flex-[0_0_1rem] items-center';

/** What the settings take. */
const MIN_WIDTH_PX = 48;
const MAX_WIDTH_PX = 800;

/** Gives a column a width of the user's own, or, with none, the one it has by itself. */
export function changeWidth(id: string, widthPx: number | undefined): void {
  const { columnWidths, changeSettings } = useSettings.getState();
  const others = Object.fromEntries(Object.entries(columnWidths).filter(([other]) => other !== id));
  changeSettings({
    columnWidths: widthPx === undefined ? others : { ...others, [id]: Math.min(Math.max(widthPx, MIN_WIDTH_PX), MAX_WIDTH_PX) },
  });
}

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
