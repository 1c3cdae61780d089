const DAY_MS = 24 * 60 * 60 * 1000;

/** Ranges of days that end today, in UTC as the API counts days. */
export function datePresets(nowMs: number): readonly { label: string; start_date: string; end_date: string }[] {
  const day = (ago: number) => new Date(nowMs - ago * DAY_MS).toISOString().slice(0, 10);
  return [
    { label: 'Today', start_date: day(0), end_date: '' },
    { label: 'Last 7 days', start_date: day(6), end_date: '' },
    { label: 'Last 30 days', start_date: day(29), end_date: '' },
    { label: 'Any time', start_date: '', end_date: '' },
  ];
}
