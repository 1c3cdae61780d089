/** What is known about a conversation beside its turns. */
import type { ReactNode } from 'react';

import { ReaderSection } from 'src/components/ui/conversation-reader';
import { RelativeTime } from 'src/components/ui/relative-time';
import { TIER_LABELS } from 'src/lib/conversation';
import type { ConversationDetail } from 'src/lib/conversation-detail';

export function Details({ conversation }: { conversation: ConversationDetail }) {
  const { persona, emotion, tier, qualityScore, category, createdBy, createdAt, updatedAt, version, parameters, id } = conversation;
  const origin = conversation.templateId ?? conversation.scenarioId ?? conversation.edgeCaseId;
  const rows: readonly (readonly [string, ReactNode])[] = [
    ['Persona', persona],
    ['Emotion', emotion],
    ['Tier', TIER_LABELS[tier]],
    ['Made from', origin],
    ['Quality', qualityScore ?? 'Not scored'],
    ['Categories', category.join(', ')],
    ['Created', <RelativeTime key="created" at={createdAt} />],
    ['Updated', <RelativeTime key="updated" at={updatedAt} />],
    ['Created by', createdBy],
    ['Version', version],
    ['Id', id],
    ...Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
  ];
  return (
    <ReaderSection title="Details">
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-[13px]">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="truncate text-muted">{name}</dt>
            <dd className="break-words text-ink">{value === '' || value === null ? '–' : value}</dd>
          </div>
        ))}
      </dl>
    </ReaderSection>
  );
}
