import { X } from 'lucide-react';

/** A filter that restricts, and a click to take it away. */
export function FilterChip({ label, onRemove }: { label: string; onRemove: () => void }) {
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
