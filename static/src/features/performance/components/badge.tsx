const TONES = {
  good: 'bg-status-green',
  fair: 'bg-status-amber',
  bad: 'bg-status-red',
  neutral: 'bg-status-neutral',
} as const;

export type Tone = keyof typeof TONES;

/** A judgement as its colour and its word. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-soft">
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${TONES[tone]}`} />
      {children}
    </span>
  );
}
