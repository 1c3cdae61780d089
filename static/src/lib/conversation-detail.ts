/**
 * A single conversation: its turns, its history, the moves its status may make, and reading and changing it. Shared by the screens that open one.
 */
import * as z from 'zod/mini';

import { getJson, remove, sendJson } from './api-client';
import { conversationSchema, type Status, STATUSES } from './conversation';

export const TURN_ROLES = ['system', 'user', 'assistant'] as const;
export type TurnRole = (typeof TURN_ROLES)[number];

export const TURN_ROLE_LABELS: Record<TurnRole, string> = { system: 'System', user: 'User', assistant: 'Assistant' };

/** The moves that the API allows; it refuses any other with 422. */
export const STATUS_MOVES: Record<Status, readonly Status[]> = {
  draft: ['generated', 'pending_review', 'archived'],
  generated: ['pending_review', 'draft', 'archived'],
  pending_review: ['approved', 'rejected', 'needs_revision', 'archived'],
  needs_revision: ['pending_review', 'draft', 'archived'],
  approved: ['needs_revision', 'archived'],
  rejected: ['needs_revision', 'archived'],
  failed: ['draft', 'archived'],
  archived: ['draft'],
};

/** What a rejection can be for, in the order of the keys 1 to 9. */
export const REJECTION_REASONS = [
  'inaccurate',
  'off_topic',
  'incomplete',
  'repetitive',
  'unnatural',
  'wrong_tone',
  'unsafe',
  'duplicate',
  'other',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

const REASON_LABELS: Record<RejectionReason, string> = {
  inaccurate: 'Factually wrong',
  off_topic: 'Off topic',
  incomplete: 'Incomplete or cut off',
  repetitive: 'Repetitive',
  unnatural: 'Unnatural dialogue',
  wrong_tone: 'Wrong tone or persona',
  unsafe: 'Unsafe or private content',
  duplicate: 'Duplicate',
  other: 'Other (say it in the note)',
};

/** The words for a reason; other programs may have written codes that are not ours, which are shown as they are. */
export function reasonLabel(reason: string): string {
  return (REASON_LABELS as Partial<Record<string, string>>)[reason] ?? reason.replaceAll('_', ' ');
}

/** The API refuses longer notes. */
export const NOTE_MAX_LENGTH = 2000;

const turnSchema = z.object({
  turnNumber: z.number(),
  role: z.enum(TURN_ROLES),
  content: z.string(),
  tokenCount: z.nullable(z.number()),
});

const reviewSchema = z.object({
  at: z.string(),
  by: z.string(),
  from: z.enum(STATUSES),
  to: z.enum(STATUSES),
  reason: z.optional(z.string()),
  note: z.optional(z.string()),
  batch: z.optional(z.string()),
  undo: z.optional(z.boolean()),
});

export const conversationDetailSchema = z.extend(conversationSchema, {
  parameters: z.record(z.string(), z.unknown()),
  templateId: z.nullable(z.string()),
  scenarioId: z.nullable(z.string()),
  edgeCaseId: z.nullable(z.string()),
  createdBy: z.nullable(z.string()),
  turns: z.array(turnSchema),
  reviewHistory: z.array(reviewSchema),
});

export type Turn = z.infer<typeof turnSchema>;
export type Review = z.infer<typeof reviewSchema>;
export type ConversationDetail = z.infer<typeof conversationDetailSchema>;

/** What can be changed of a conversation; what is left out stays as it is. */
export interface ConversationChange {
  title?: string;
  persona?: string;
  emotion?: string;
  qualityScore?: number | null;
  category?: string[];
  status?: Status;
  /** A code; a rejection needs one. */
  reason?: string;
  note?: string;
}

const pathOf = (id: string) => `/api/conversations/${encodeURIComponent(id)}`;

/** Everything about one conversation. */
export function fetchConversation(id: string, signal: AbortSignal): Promise<ConversationDetail> {
  return getJson(pathOf(id), new URLSearchParams(), conversationDetailSchema, signal);
}

/**
 * Changes fields or moves the status.
 * @throws ApiError 412 with `current` where the row has another version by now, 422 for a move that is not allowed.
 */
export function changeConversation(id: string, change: ConversationChange, version: number): Promise<ConversationDetail> {
  return sendJson('PATCH', pathOf(id), change, conversationDetailSchema, { version });
}

/**
 * Replaces all turns.
 * @throws ApiError as `changeConversation` does, and 400 for an order of roles that is not allowed.
 */
export function replaceTurns(id: string, turns: readonly Pick<Turn, 'role' | 'content'>[], version: number): Promise<ConversationDetail> {
  return sendJson('PUT', `${pathOf(id)}/turns`, { turns }, conversationDetailSchema, { version });
}

/** Deletes a conversation for good. */
export function deleteConversation(id: string, version: number): Promise<void> {
  return remove(pathOf(id), { version });
}
