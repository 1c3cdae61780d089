/** Words of the interface for the values of the API. */
import type { SortKey, Status, Tier } from './view';

export const STATUS_LABELS: Record<Status, string> = {
  draft: 'Draft',
  generated: 'Generated',
  pending_review: 'Pending review',
  approved: 'Approved',
  rejected: 'Rejected',
  needs_revision: 'Needs revision',
  failed: 'Failed',
  archived: 'Archived',
};

export const TIER_LABELS: Record<Tier, string> = {
  template: 'Template',
  scenario: 'Scenario',
  edge_case: 'Edge case',
};

export const SORT_LABELS: Record<SortKey, string> = {
  created_at: 'Created',
  updated_at: 'Updated',
  quality_score: 'Quality',
  title: 'Title',
  total_turns: 'Turns',
};
