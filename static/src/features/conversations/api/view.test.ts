import { describe, expect, it } from 'vitest';

import { DEFAULT_VIEW, firstDirectionOf, hasFilters, parseView, SEARCH_MAX_LENGTH } from './view';

describe('parseView', () => {
  it('of nothing is the default view', () => {
    expect(parseView({})).toEqual(DEFAULT_VIEW);
  });

  it('reads every part', () => {
    const raw = { search: 'tax', status: 'approved,failed', tier: 'edge_case', sort_by: 'quality_score', sort_dir: 'asc' };

    expect(parseView(raw)).toEqual({ ...raw, status: ['approved', 'failed'], tier: ['edge_case'] });
  });

  it('gives equal filters one form, whatever their order and repeats', () => {
    expect(parseView({ status: 'failed,approved,failed' })).toEqual(parseView({ status: ['approved', 'failed'] }));
  });

  it.each([
    ['status', 'approved,nonsense', ['approved']],
    ['tier', 'nonsense', []],
    ['sort_by', 'password', 'created_at'],
    ['sort_dir', 'sideways', 'desc'],
    ['search', 'x'.repeat(SEARCH_MAX_LENGTH + 1), ''],
  ] as const)('falls back where %s is not valid, and keeps the rest', (part, value, expected) => {
    const valid = { status: 'draft', search: 'tax' };

    expect(parseView({ ...valid, [part]: value })).toEqual({ ...parseView(valid), [part]: expected });
  });
});

it('a search of spaces alone is no filter', () => {
  expect(hasFilters({ search: '  ', status: [], tier: [] })).toBe(false);
});

it('titles sort from A first, everything else from the largest or newest', () => {
  expect(firstDirectionOf('title')).toBe('asc');
  expect(firstDirectionOf('quality_score')).toBe('desc');
});
