import { STATUS_LABELS, TIER_LABELS } from 'src/lib/conversation';
import type { Filters } from 'src/lib/filters';

export interface FilterChip {
  label: string;
  /** The change that takes this filter away. */
  without: Partial<Filters>;
}

/** `from to`, with words where an end is open. */
function rangeText(from: string, to: string, words: { from: string; to: string }): string {
  if (from !== '' && to !== '') {
    return from === to ? from : `${from} – ${to}`;
  }
  return from === '' ? `${words.to} ${to}` : `${words.from} ${from}`;
}

/** Every filter that restricts as a chip, but for the search, which stands in its field. */
export function chipsOf({ status, tier, category, persona, emotion, ...range }: Filters): FilterChip[] {
  const { quality_min, quality_max, start_date, end_date } = range;
  const chips: FilterChip[] = [
    ...status.map((value) => ({ label: STATUS_LABELS[value], without: { status: status.filter((other) => other !== value) } })),
    ...tier.map((value) => ({ label: TIER_LABELS[value], without: { tier: tier.filter((other) => other !== value) } })),
    ...category.map((value) => ({ label: `Category ${value}`, without: { category: category.filter((other) => other !== value) } })),
  ];
  if (quality_min !== '' || quality_max !== '') {
    const text = rangeText(quality_min, quality_max, { from: 'from', to: 'up to' });
    chips.push({ label: `Quality ${text}`, without: { quality_min: '', quality_max: '' } });
  }
  if (start_date !== '' || end_date !== '') {
    chips.push({ label: `Created ${rangeText(start_date, end_date, { from: 'since', to: 'until' })}`, without: { start_date: '', end_date: '' } });
  }
  if (persona !== '') {
    chips.push({ label: `Persona ${persona}`, without: { persona: '' } });
  }
  if (emotion !== '') {
    chips.push({ label: `Emotion ${emotion}`, without: { emotion: '' } });
  }
  return chips;
}
