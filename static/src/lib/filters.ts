/**
 * Which conversations are meant, as it stands in the URL of every screen that works on a choice of them. The names are the API's own, so that a link, an API
 * call and a saved view read alike; one schema, `filterShape`, is behind all three. A URL is typed by people and kept in bookmarks: a part of it that is no
 * longer valid falls back to its default instead of failing the page. Lists are brought into one order without repeats, so that equal filters make equal cache
 * keys.
 */
import * as z from 'zod/mini';

import { type Status, STATUSES, type Tier, TIERS } from './conversation';

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

/** A text, or nothing where it is longer. */
export const textUpTo = (length: number) => z.catch(z.string().check(z.maxLength(length)), '');

export const filterShape = {
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

const FILTER_NAMES = Object.keys(filterShape) as (keyof Filters)[];

/** The upper end of a range that is upside down is dropped: the API refuses one. */
export function withoutUpsideDown<T extends Filters>(filters: T): T {
  const { quality_min, quality_max, start_date, end_date } = filters;
  return {
    ...filters,
    quality_max: quality_min !== '' && quality_max !== '' && Number(quality_min) > Number(quality_max) ? '' : quality_max,
    end_date: start_date > end_date ? '' : end_date,
  };
}

/** The filters alone, in the form that equal filters share. */
export function filtersOf(filters: Filters): Filters {
  const own = Object.fromEntries(FILTER_NAMES.map((name) => [name, filters[name]])) as unknown as Filters;
  return { ...own, search: filters.search.trim(), persona: filters.persona.trim(), emotion: filters.emotion.trim() };
}

export const NO_FILTERS = z.object(filterShape).parse(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined]))) satisfies Filters;

/** Those filters that restrict, as the API takes them in a query string. */
export function filterQuery(filters: Filters): URLSearchParams {
  return new URLSearchParams(Object.entries(filtersOf(filters)).flatMap(([name, value]: [string, string | string[]]) => [value].flat().filter(Boolean).map((text) => [name, text])));
}

export function hasFilters(filters: Filters): boolean {
  return filterQuery(filters).size > 0;
}
