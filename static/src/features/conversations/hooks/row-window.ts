/**
 * The rows of a list that are in memory: one run of consecutive pages somewhere in the whole result. Pages are read by cursor in both directions, and dropped
 * at the far end; after a jump the run begins anew elsewhere. Which rank the run begins at is known from where it was first read, and for certain when it has
 * reached the top.
 */
import type { InfiniteData } from '@tanstack/react-query';

import type { Conversation } from 'src/lib/conversation';

import { type ConversationPage, PAGE_SIZE, type PagePlace } from '../api/conversations';

/** Where a page is read from, and how many rows lie before it. */
export interface PageParam extends PagePlace {
  index: number;
}

export type ListData = InfiniteData<ConversationPage, PageParam>;

/** Pages kept at most: five times 100 rows are two screens of the tallest monitor on either side, and room to turn round. */
export const MAX_PAGES = 5;

/** Rows shown as on their way below the last one while the total is not known. */
const NEXT_SKELETON_ROWS = 12;

export interface RowWindow {
  /** Rows before the first one in memory. */
  start: number;
  rows: readonly Conversation[];
  /** Rows of the whole list, as far as known: the scrollbar's length. */
  length: number;
}

/** Rows before the first page. */
export function startOf(pages: readonly ConversationPage[], params: readonly PageParam[]): number {
  const [first] = pages;
  const [param] = params;
  if (first === undefined || param === undefined || first.pagination.prevCursor === null) {
    return 0;
  }
  // There is at least one more above, whatever was deleted there meanwhile.
  return Math.max(param.index, 1);
}

/** Rows up to and with the last page. */
export function endOf(pages: readonly ConversationPage[], params: readonly PageParam[]): number {
  return pages.reduce((end, { data }) => end + data.length, startOf(pages, params));
}

/** Where the page after the last one is, if there is one. */
export function nextParam(pages: readonly ConversationPage[], params: readonly PageParam[]): PageParam | undefined {
  const cursor = pages.at(-1)?.pagination.nextCursor ?? undefined;
  return cursor === undefined ? undefined : { cursor, index: endOf(pages, params) };
}

/** Where the page before the first one is, if there is one. */
export function previousParam(pages: readonly ConversationPage[], params: readonly PageParam[]): PageParam | undefined {
  const cursor = pages[0]?.pagination.prevCursor ?? undefined;
  return cursor === undefined ? undefined : { cursor, index: Math.max(startOf(pages, params) - PAGE_SIZE, 0) };
}

/** What is in memory, in a list of `counted` rows. */
export function windowOf(data: ListData | undefined, counted: number | undefined): RowWindow {
  if (data === undefined) {
    return { start: 0, rows: [], length: counted ?? 0 };
  }
  const { pages, pageParams } = data;
  const end = endOf(pages, pageParams);
  const hasNext = nextParam(pages, pageParams) !== undefined;
  return {
    start: startOf(pages, pageParams),
    rows: pages.flatMap((page) => page.data),
    length: hasNext ? Math.max(counted ?? 0, end + NEXT_SKELETON_ROWS) : end,
  };
}

/** The row at a place of the whole list; undefined while it is not in memory. */
export function rowAt({ start, rows }: RowWindow, index: number): Conversation | undefined {
  return rows[index - start];
}

/** The pages that hold the row at `index` and nothing else: what is worth reading again. */
export function pageAround({ pages, pageParams }: ListData, index: number): ListData {
  let end = startOf(pages, pageParams);
  const place = pages.findIndex(({ data }) => {
    end += data.length;
    return index < end;
  });
  const kept = Math.max(place === -1 ? pages.length - 1 : place, 0);
  return { pages: pages.slice(kept, kept + 1), pageParams: pageParams.slice(kept, kept + 1) };
}
