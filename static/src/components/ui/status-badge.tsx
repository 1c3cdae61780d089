import { type Status, STATUS_LABELS } from 'src/lib/conversation';

const DOTS: Record<Status, string> = {
  draft: 'bg-status-neutral',
  generated: 'bg-status-blue',
  pending_review: 'bg-status-amber',
  approved: 'bg-status-green',
  rejected: 'bg-status-red',
  needs_revision: 'bg-status-orange',
  failed: 'bg-status-red',
  archived: 'bg-status-faint',
};

/** A status as its colour and its word; in a narrow column, the word is for screen readers alone. */
export function StatusBadge({ status }: { status: Status }) {
  return (
    <span
      title={STATUS_LABELS[status]}
      className="inline-flex h-5.5 max-w-full items-center gap-1.5 rounded-full text-xs text-ink-soft sm:border sm:border-line sm:px-2"
    >
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${DOTS[status]}`} />
      <span className="truncate max-sm:sr-only">{STATUS_LABELS[status]}</span>
    </span>
  );
}
