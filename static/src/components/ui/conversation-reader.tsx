/** A conversation as one reads it: its turns, and what was decided about it. */
import type { ReactNode } from 'react';

import { STATUS_LABELS } from 'src/lib/conversation';
import { reasonLabel, type Review, type Turn, TURN_ROLE_LABELS } from 'src/lib/conversation-detail';
import { formatExactTime, formatInteger } from 'src/lib/format';

import { RelativeTime } from './relative-time';

/** One part, under its title. */
export function ReaderSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-b border-line-soft py-4 last:border-b-0">
      <h3 className="mb-2 text-xs font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

export function Turns({ turns }: { turns: readonly Turn[] }) {
  return (
    <ReaderSection title="Turns">
      {turns.length === 0 ? <p className="text-[13px] text-muted">None yet.</p> : null}
      <ol className="flex flex-col gap-3">
        {turns.map(({ turnNumber, role, content, tokenCount }) => (
          <li key={turnNumber} className={`rounded-lg px-3 py-2 ${role === 'assistant' ? 'bg-accent-soft' : 'bg-hover'} ${role === 'user' ? 'mr-6' : 'ml-6'}`}>
            <p className="flex text-xs text-muted">
              <span className="font-medium">{TURN_ROLE_LABELS[role]}</span>
              {tokenCount === null ? null : <span className="ml-auto tabular-nums">{formatInteger(tokenCount)} tokens</span>}
            </p>
            <p className="mt-0.5 text-[13px] leading-5 break-words whitespace-pre-wrap text-ink">{content}</p>
          </li>
        ))}
      </ol>
    </ReaderSection>
  );
}

/** The newest first. */
export function History({ reviews }: { reviews: readonly Review[] }) {
  return (
    <ReaderSection title="History">
      {reviews.length === 0 ? <p className="text-[13px] text-muted">No decision yet.</p> : null}
      <ol className="flex flex-col gap-2.5">
        {reviews.toReversed().map(({ at, by, from, to, reason, note, batch, undo }) => (
          <li key={`${at} ${to}`} className="text-[13px] text-ink-soft">
            <p>
              {STATUS_LABELS[from]} → <strong className="font-medium text-ink">{STATUS_LABELS[to]}</strong>
              {reason === undefined ? '' : `: ${reasonLabel(reason)}`}
            </p>
            {note === undefined ? null : <p className="break-words text-ink">“{note}”</p>}
            <p className="truncate text-xs text-muted" title={`${by}, ${formatExactTime(Date.parse(at))}`}>
              <RelativeTime at={at} /> · {by}
              {batch === undefined ? '' : ' · bulk'}
              {undo === true ? ' · undone' : ''}
            </p>
          </li>
        ))}
      </ol>
    </ReaderSection>
  );
}
