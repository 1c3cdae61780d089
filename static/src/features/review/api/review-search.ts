/**
 * Which conversations are reviewed, as it stands in the URL: the list's filters by the same names, handed on to the API as they are. What waits for review is
 * what is reviewed, so there is no status among them.
 */
import * as z from 'zod/mini';

const FILTERS = ['search', 'tier', 'quality_min', 'quality_max', 'start_date', 'end_date', 'category', 'persona', 'emotion'] as const;

/** Each a text as the API takes it; empty does not restrict. */
export type ReviewSearch = Record<(typeof FILTERS)[number], string>;

const filterSchema = z.catch(
  z.pipe(
    z.union([z.string(), z.number(), z.array(z.string())]),
    z.transform((raw) => String(raw)),
  ),
  '',
);

export const DEFAULT_REVIEW_SEARCH = Object.fromEntries(FILTERS.map((name) => [name, ''])) as ReviewSearch;

/** Never fails: what is no filter is dropped. */
export function parseReviewSearch(raw: Record<string, unknown>): ReviewSearch {
  return Object.fromEntries(FILTERS.map((name) => [name, filterSchema.parse(raw[name])])) as ReviewSearch;
}

/** The query of what waits for review under these filters. */
export function reviewQuery(search: ReviewSearch): URLSearchParams {
  const query = new URLSearchParams({ status: 'pending_review' });
  for (const name of FILTERS) {
    if (search[name] !== '') {
      query.set(name, search[name]);
    }
  }
  return query;
}
