import { describe, expect, it } from 'vitest';

import { PAGE_SIZE } from '../api/conversations';
import { conversation, page } from '../routes/stub-list';
import { type ListData, nextParam, pageAround, type PageParam, previousParam, rowAt, windowOf } from './row-window';

/** Full pages from row `first` of a list of `total` on. */
function pagesFrom(first: number, pageCount: number, total: number): ListData {
  const starts = Array.from({ length: pageCount }, (_, index) => first + index * PAGE_SIZE);
  return {
    pages: starts.map((start) => {
      const end = Math.min(start + PAGE_SIZE, total);
      const parts = { nextCursor: end < total ? String(end) : null, prevCursor: start > 0 ? String(start) : null };
      return page(start, end - start, parts) as unknown as ListData['pages'][number];
    }),
    pageParams: starts.map((index): PageParam => ({ index })),
  };
}

describe('the rows in memory', () => {
  it('begin at the top where there is no page before them', () => {
    expect(windowOf(pagesFrom(0, 2, 1_000), 1_000)).toMatchObject({ start: 0, length: 1_000 });
  });

  it('begin at the rank they were read from', () => {
    const rows = windowOf(pagesFrom(500, 2, 1_000), 1_000);

    expect(rows.start).toBe(500);
    expect(rowAt(rows, 650)).toEqual(conversation(650));
    expect(rowAt(rows, 499)).toBeUndefined();
    expect(rowAt(rows, 700)).toBeUndefined();
  });

  it('end the list where there is no page after them, whatever was counted', () => {
    expect(windowOf(pagesFrom(0, 2, 150), 160).length).toBe(150);
  });

  it('leave room for more where the count is not there yet, or estimated too low', () => {
    expect(windowOf(pagesFrom(0, 1, 1_000), undefined).length).toBeGreaterThan(100);
    expect(windowOf(pagesFrom(0, 3, 1_000), 50).length).toBeGreaterThan(300);
  });
});

describe('the neighbouring pages', () => {
  it('are read by cursor, with the rows before them', () => {
    const { pages, pageParams } = pagesFrom(500, 2, 1_000);

    expect(nextParam(pages, pageParams)).toEqual({ cursor: '700', index: 700 });
    expect(previousParam(pages, pageParams)).toEqual({ cursor: '500', index: 400 });
  });

  it('are none at the ends', () => {
    const { pages, pageParams } = pagesFrom(0, 2, 150);

    expect(nextParam(pages, pageParams)).toBeUndefined();
    expect(previousParam(pages, pageParams)).toBeUndefined();
  });
});

it('of a list that is read again, the page in sight alone is kept', () => {
  expect(pageAround(pagesFrom(500, 3, 1_000), 620).pageParams).toEqual([{ index: 600 }]);
});
