/**
 * What the conversations page shows as it stands in the URL: filters, order, and what is open. A part of it that is no longer valid falls back to its default
 * instead of failing the page.
 */
import * as z from 'zod/mini';

import { filterShape, type Filters, textUpTo, withoutUpsideDown } from 'src/lib/filters';

export const SORT_KEYS = ['created_at', 'updated_at', 'quality_score', 'title', 'total_turns'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortDirection = 'asc' | 'desc';

export interface Sort {
  sort_by: SortKey;
  sort_dir: SortDirection;
}

export interface View extends Filters, Sort {
  /** The conversation that is open in the side panel. */
  id: string;
  /** The conversation to scroll to, once. */
  focus: string;
  /** Plain pages instead of one long table. */
  view: '' | 'pages';
  /** Where the plain page begins. */
  cursor: string;
}

/** A cursor of the API has at most 512 bytes. */
const CURSOR_MAX_LENGTH = 512;

const viewSchema = z.object({
  ...filterShape,
  sort_by: z.catch(z.enum(SORT_KEYS), 'created_at'),
  sort_dir: z.catch(z.enum(['asc', 'desc']), 'desc'),
  id: z.catch(z.uuid(), ''),
  focus: z.catch(z.uuid(), ''),
  view: z.catch(z.literal(['', 'pages']), ''),
  cursor: textUpTo(CURSOR_MAX_LENGTH),
});

const NOTHING = Object.fromEntries(Object.keys(viewSchema.shape).map((name) => [name, undefined]));

/** The view that raw search parameters stand for. Never fails. */
export function parseView(raw: Record<string, unknown>): View {
  return withoutUpsideDown(viewSchema.parse({ ...NOTHING, ...raw }));
}

export const DEFAULT_VIEW: View = parseView({});

export function sortOf({ sort_by, sort_dir }: Sort): Sort {
  return { sort_by, sort_dir };
}

/** The direction a column starts with when it becomes the sort: text from A, everything else from the largest or newest. */
export function firstDirectionOf(key: SortKey): SortDirection {
  return key === 'title' ? 'asc' : 'desc';
}
