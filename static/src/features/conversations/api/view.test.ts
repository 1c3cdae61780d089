import { describe, expect, it } from 'vitest';

import { filterQuery, hasFilters, NO_FILTERS, TEXT_MAX_LENGTH } from 'src/lib/filters';

import { DEFAULT_VIEW, firstDirectionOf, parseView } from './view';

describe('parseView', () => {
  it('of nothing is the default view', () => {
    expect(parseView({})).toEqual(DEFAULT_VIEW);
  });

  it('reads every part', () => {
    const raw = {
      search: 'tax',
      status: 'approved,failed',
      tier: 'edge_case',
      quality_min: '7.5',
      quality_max: '10',
      start_date: '2026-11-01',
      end_date: '2026-11-20',
      category: 'tax,retirement',
      persona: 'Planner',
      emotion: 'hope, mixed with doubt',
      sort_by: 'quality_score',
      sort_dir: 'asc',
      id: '00000000-0000-4000-8000-000000000001',
      focus: '00000000-0000-4000-8000-000000000002',
      view: 'pages',
      cursor: 'abc',
    };

    expect(parseView(raw)).toEqual({ ...raw, status: ['approved', 'failed'], tier: ['edge_case'], category: ['retirement', 'tax'] });
  });

  it('gives equal filters one form, whatever their order and repeats', () => {
    expect(parseView({ status: 'failed,approved,failed' })).toEqual(parseView({ status: ['approved', 'failed'] }));
  });

  it.each([
    ['status', 'approved,nonsense', ['approved']],
    ['tier', 'nonsense', []],
    ['sort_by', 'password', 'created_at'],
    ['sort_dir', 'sideways', 'desc'],
    ['quality_min', '11', ''],
    ['start_date', '2026-02-30', ''],
    ['id', 'not-a-uuid', ''],
    ['search', 'x'.repeat(TEXT_MAX_LENGTH + 1), ''],
  ] as const)('falls back where %s is not valid, and keeps the rest', (part, value, expected) => {
    const valid = { status: 'draft', search: 'tax' };

    expect(parseView({ ...valid, [part]: value })).toEqual({ ...parseView(valid), [part]: expected });
  });
});

it('a search of spaces alone is no filter', () => {
  expect(hasFilters({ ...NO_FILTERS, search: '  ' })).toBe(false);
});

it.each([
  [{ quality_min: '8', quality_max: '3' }, { quality_min: '8', quality_max: '' }],
  [{ start_date: '2026-11-20', end_date: '2026-11-01' }, { start_date: '2026-11-20', end_date: '' }],
])('the upper end of the range %o, which is upside down, is dropped', (raw, expected) => {
  expect(parseView(raw)).toMatchObject(expected);
});

it('a query says only what restricts, a list by repeating its name', () => {
  const filters = parseView({ status: 'draft,failed', quality_min: '7', persona: ' Planner, senior ' });

  expect(filterQuery(filters).toString()).toBe('status=draft&status=failed&quality_min=7&persona=Planner%2C+senior');
});

it('titles sort from A first, everything else from the largest or newest', () => {
  expect(firstDirectionOf('title')).toBe('asc');
  expect(firstDirectionOf('quality_score')).toBe('desc');
});
