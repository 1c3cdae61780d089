/**
 * What a conversation is to every screen: its statuses and tiers with their words, and a row of a list. What only a single conversation has (turns,
 * history, moves) is in `conversation-detail.ts`, so that the first page does not load it.
 */
import * as z from 'zod/mini';

export const STATUSES = [
  'draft',
  'generated',
  'pending_review',
  'approved',
  'rejected',
  'needs_revision',
  'failed',
  'archived',
] as const;
export type Status = (typeof STATUSES)[number];

export const TIERS = ['template', 'scenario', 'edge_case'] as const;
export type Tier = (typeof TIERS)[number];

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

/** One row of a list. */
export const conversationSchema = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  persona: z.nullable(z.string()),
  emotion: z.nullable(z.string()),
  tier: z.enum(TIERS),
  status: z.enum(STATUSES),
  qualityScore: z.nullable(z.number()),
  totalTurns: z.number(),
  category: z.array(z.string()),
  version: z.number(),
  createdAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }),
});

export type Conversation = z.infer<typeof conversationSchema>;
