/** What of the screen is shown, as it stands in the URL: the length of time up to now, and the route whose durations are drawn (empty for all together). */
import * as z from 'zod/mini';

export const SPANS = ['1h', '6h', '24h', '7d', '14d'] as const;
export type Span = (typeof SPANS)[number];

export interface PerformanceSearch {
  window: Span;
  route: string;
}

export const DEFAULT_PERFORMANCE_SEARCH: PerformanceSearch = { window: '1h', route: '' };

const schema = z.object({
  window: z.catch(z.enum(SPANS), DEFAULT_PERFORMANCE_SEARCH.window),
  route: z.catch(z.string().check(z.maxLength(200)), DEFAULT_PERFORMANCE_SEARCH.route),
});

/** Never fails: a part that is not valid falls back to its default. */
export function parsePerformanceSearch(raw: Record<string, unknown>): PerformanceSearch {
  return schema.parse({ ...DEFAULT_PERFORMANCE_SEARCH, ...raw });
}
