/** An API with conversations for the tests of the list. */
import { type ApiCall, jsonResponse, stubApi } from 'src/test/stub-api';

/** The conversation with that number, whose id and title say it. */
export function conversation(index: number, change: object = {}) {
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    title: `Conversation ${index}`,
    persona: 'Planner',
    emotion: 'hope',
    tier: 'template',
    status: 'approved',
    qualityScore: 8.25,
    totalTurns: 6,
    category: [],
    version: 1,
    createdAt: '2026-11-19T23:59:05.822855Z',
    updatedAt: '2026-11-20T08:00:00.000000Z',
    ...change,
  };
}

interface PageParts {
  nextCursor?: string | null;
  prevCursor?: string | null;
  rank?: number;
  data?: object[];
}

/** A page of `size` conversations from number `first` on. */
export function page(first: number, size: number, { nextCursor = null, prevCursor = null, rank, data }: PageParts = {}) {
  return {
    data: data ?? Array.from({ length: size }, (_, index) => conversation(first + index)),
    pagination: { nextCursor, prevCursor, rank },
  };
}

export const isCount = ({ url }: ApiCall) => url.pathname === '/api/conversations/count';
const isFacets = ({ url }: ApiCall) => url.pathname === '/api/conversations/facets';
const isList = ({ url, method }: ApiCall) => url.pathname === '/api/conversations' && method === 'GET';
export const listCalls = (calls: ApiCall[]) => calls.filter(isList);

export const STATUS_COUNTS = {
  draft: 10,
  generated: 20,
  pending_review: 30,
  approved: 40,
  rejected: 50,
  needs_revision: 60,
  failed: 70,
  archived: 80,
};

type Answer = (call: ApiCall) => Response | Promise<Response>;

/** An API whose list is answered by `list`, everything else by `other`; count and facets are always the same. */
export function stubList(
  list: Answer,
  count: object = { count: 3, kind: 'exact' },
  other: Answer = () => new Response(null, { status: 404 }),
): ApiCall[] {
  return stubApi((call) => {
    if (isCount(call)) {
      return jsonResponse(count);
    }
    if (isFacets(call)) {
      return jsonResponse({ count: 360, kind: 'exact', statuses: STATUS_COUNTS });
    }
    return isList(call) ? list(call) : other(call);
  });
}

/** A list of `total` conversations, read by cursor (the number of the first row), and by rank where `hasRanks`. */
export function longList(total: number, { hasRanks = true, change = () => ({}) }: { hasRanks?: boolean; change?: (index: number) => object } = {}): Answer {
  return ({ url }) => {
    const { searchParams } = url;
    const limit = Number(searchParams.get('limit'));
    const rank = searchParams.get('rank');
    if (rank !== null && !hasRanks) {
      const errors = [{ field: 'rank', code: 'rank_not_known', message: 'not under this filter' }];
      return Response.json({ title: 'Bad request', detail: 'rank: not under this filter', errors }, { status: 400 });
    }
    const first = Math.max(Number(searchParams.get('cursor') ?? rank ?? 0), 0);
    const end = Math.min(first + limit, total);
    return jsonResponse(
      page(first, 0, {
        data: Array.from({ length: Math.max(end - first, 0) }, (_, offset) => conversation(first + offset, change(first + offset))),
        nextCursor: end < total ? String(end) : null,
        prevCursor: first > 0 ? String(first - limit) : null,
        ...(rank === null ? {} : { rank: first }),
      }),
    );
  };
}
