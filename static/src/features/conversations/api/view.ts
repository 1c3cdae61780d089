/**
 * What the conversations page shows (filters and order) as it stands in the URL. The names are the API's own, so that a link, an API call and a
 * saved view read alike. A URL is typed by people and kept in bookmarks: a part of it that is no longer valid falls back to its default instead of
 * failing the page. Lists are brought into one order without repeats, so that equal filters make equal cache keys.
 */
import * as z from 'zod/mini';

import { type Status, STATUSES, type Tier, TIERS } from 'src/lib/conversation';

export const SORT_KEYS = ['created_at', 'updated_at', 'quality_score', 'title', 'total_turns'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortDirection = 'asc' | 'desc';

/** The API refuses longer texts. */
export const SEARCH_MAX_LENGTH = 200;

export interface Filters {
  search: string;
  status: Status[];
  tier: Tier[];
}

export interface Sort {
  sort_by: SortKey;
  sort_dir: SortDirection;
}

export type View = Filters & Sort;

export const DEFAULT_VIEW: View = { search: '', status: [], tier: [], sort_by: 'created_at', sort_dir: 'desc' };

/** The members of `known` that a raw list, or a comma-separated text, names. */
function listOf<T extends string>(known: readonly T[]) {
  return z.pipe(
    z.unknown(),
    z.transform((raw): T[] => {
      const named: unknown[] = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : [];
      return known.filter((value) => named.includes(value));
    }),
  );
}

const viewSchema = z.object({
  search: z.catch(z.string().check(z.maxLength(SEARCH_MAX_LENGTH)), DEFAULT_VIEW.search),
  status: listOf(STATUSES),
  tier: listOf(TIERS),
  sort_by: z.catch(z.enum(SORT_KEYS), DEFAULT_VIEW.sort_by),
  sort_dir: z.catch(z.enum(['asc', 'desc']), DEFAULT_VIEW.sort_dir),
});

/** The view that raw search parameters stand for. Never fails. */
export function parseView(raw: Record<string, unknown>): View {
  return viewSchema.parse({ status: undefined, tier: undefined, ...raw });
}

export function filtersOf({ search, status, tier }: View): Filters {
  return { search: search.trim(), status, tier };
}

export function sortOf({ sort_by, sort_dir }: View): Sort {
  return { sort_by, sort_dir };
}

export function hasFilters({ search, status, tier }: Filters): boolean {
  return search.trim() !== '' || status.length > 0 || tier.length > 0;
}

/** The direction a column starts with when it becomes the sort: text from A, everything else from the largest or newest. */
export function firstDirectionOf(key: SortKey): SortDirection {
  return key === 'title' ? 'asc' : 'desc';
}
