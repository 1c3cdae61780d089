/**
 * What the conversations page shows as it stands in the URL: filters, order, and what is open. The names are the API's own, so that a link, an API call and a
 * saved view read alike; one schema, `filterShape`, is behind all three. A URL is typed by people and kept in bookmarks: a part of it that is no longer valid
 * falls back to its default instead of failing the page. Lists are brought into one order without repeats, so that equal filters make equal cache keys.
 */
import * as z from 'zod/mini';

import { type Status, STATUSES, type Tier, TIERS } from 'src/lib/conversation';

export const SORT_KEYS = ['created_at', 'updated_at', 'quality_score', 'title', 'total_turns'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortDirection = 'asc' | 'desc';

/** The API refuses longer texts, and lists with more values. */
export const TEXT_MAX_LENGTH = 200;
const LIST_MAX_LENGTH = 50;

/** 0 to 10 with up to two decimals, as the API has it. */
const SCORE = /^(10(\.0{1,2})?|\d(\.\d{1,2})?)$/;

/** Empty texts and lists do not restrict. Numbers and dates are texts, as in the URL and in the fields one types them into. */
export interface Filters {
  search: string;
  status: Status[];
  tier: Tier[];
  quality_min: string;
  quality_max: string;
  /** Days of creation, `2026-11-20`, both included. */
  start_date: string;
  end_date: string;
  category: string[];
  /** Whole and exact. */
  persona: string;
  emotion: string;
}

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

const anyTexts = z.pipe(
  z.unknown(),
  z.transform((raw): string[] => {
    const texts: unknown[] = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : [];
    const trimmed = texts.filter((text) => typeof text === 'string').map((text) => text.trim());
    return [...new Set(trimmed.filter((text) => text !== '' && text.length <= TEXT_MAX_LENGTH))].sort().slice(0, LIST_MAX_LENGTH);
  }),
);

const textUpTo = (length: number) => z.catch(z.string().check(z.maxLength(length)), '');

const filterShape = {
  search: textUpTo(TEXT_MAX_LENGTH),
  status: listOf(STATUSES),
  tier: listOf(TIERS),
  quality_min: z.catch(z.string().check(z.regex(SCORE)), ''),
  quality_max: z.catch(z.string().check(z.regex(SCORE)), ''),
  start_date: z.catch(z.iso.date(), ''),
  end_date: z.catch(z.iso.date(), ''),
  category: anyTexts,
  persona: textUpTo(TEXT_MAX_LENGTH),
  emotion: textUpTo(TEXT_MAX_LENGTH),
};

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

const FILTER_NAMES = Object.keys(filterShape) as (keyof Filters)[];
const NOTHING = Object.fromEntries(Object.keys(viewSchema.shape).map((name) => [name, undefined]));

/** The view that raw search parameters stand for. Never fails. The upper end of a range that is upside down is dropped: the API refuses one. */
export function parseView(raw: Record<string, unknown>): View {
  const view = viewSchema.parse({ ...NOTHING, ...raw });
  if (view.quality_min !== '' && view.quality_max !== '' && Number(view.quality_min) > Number(view.quality_max)) {
    view.quality_max = '';
  }
  if (view.start_date > view.end_date) {
    view.end_date = '';
  }
  return view;
}

export const DEFAULT_VIEW: View = parseView({});

/** The filters alone, in the form that equal filters share. */
export function filtersOf(view: Filters): Filters {
  const filters = Object.fromEntries(FILTER_NAMES.map((name) => [name, view[name]])) as unknown as Filters;
  return { ...filters, search: view.search.trim(), persona: view.persona.trim(), emotion: view.emotion.trim() };
}

export const NO_FILTERS = filtersOf(DEFAULT_VIEW);

export function sortOf({ sort_by, sort_dir }: Sort): Sort {
  return { sort_by, sort_dir };
}

/** Those filters that restrict, as the API takes them in a query string. */
export function filterQuery(filters: Filters): URLSearchParams {
  return new URLSearchParams(Object.entries(filtersOf(filters)).flatMap(([name, value]: [string, string | string[]]) => [value].flat().filter(Boolean).map((text) => [name, text])));
}

export function hasFilters(filters: Filters): boolean {
  return filterQuery(filters).size > 0;
}

/** The direction a column starts with when it becomes the sort: text from A, everything else from the largest or newest. */
export function firstDirectionOf(key: SortKey): SortDirection {
  return key === 'title' ? 'asc' : 'desc';
}
