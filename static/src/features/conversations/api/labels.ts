/** Words of the interface for the values of the API that only this feature knows. */
import type { SortKey } from './view';

export const SORT_LABELS: Record<SortKey, string> = {
  created_at: 'Created',
  updated_at: 'Updated',
  quality_score: 'Quality',
  title: 'Title',
  total_turns: 'Turns',
};
