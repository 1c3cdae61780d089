import { describe, expect, it } from 'vitest';

import { EMPTY_FORM, type PlanNode, requestOf, sharePercent, visibleNodes } from './plan';

function node(id: number, parent: number | null, figures: Partial<PlanNode> = {}): PlanNode {
  return {
    id,
    parent,
    depth: 0,
    kind: 'Index Scan',
    role: null,
    table: null,
    index: null,
    conditions: [],
    expectedRows: 1,
    rows: null,
    loops: null,
    estimateError: null,
    removedRows: null,
    cost: 100,
    ownCost: 25,
    timeMs: null,
    ownTimeMs: null,
    buffers: { hit: 0, read: 0, temporary: 0 },
    slowest: false,
    ...figures,
  };
}

describe('what is asked for', () => {
  it('is an empty filter where nothing is filled in', () => {
    expect(requestOf({ form: EMPTY_FORM })).toEqual({ filter: {}, query: 'list', sortBy: 'created_at', sortDir: 'desc', analyze: false });
  });

  it('holds what is filled in, as the filter of the list has it', () => {
    const form = { ...EMPTY_FORM, status: 'approved', qualityMin: '8.5', search: ' tax ', category: 'law' };

    expect(requestOf({ form })).toMatchObject({ filter: { status: ['approved'], quality_min: 8.5, search: 'tax', category: ['law'] } });
  });

  it('has no order where it is a count', () => {
    expect(requestOf({ form: { ...EMPTY_FORM, query: 'count' } })).toEqual({ filter: {}, query: 'count', analyze: false });
  });

  it('is a statement by its number alone', () => {
    expect(requestOf({ queryid: '-5' })).toEqual({ queryid: '-5' });
  });
});

describe('a tree', () => {
  const nodes = [node(0, null), node(1, 0), node(2, 1), node(3, 0)];
  const idsOf = (closed: number[]) => visibleNodes(nodes, new Set(closed)).map(({ id }) => id);

  it('shows every node at first', () => {
    expect(idsOf([])).toEqual([0, 1, 2, 3]);
  });

  it('hides all that is below a closed node, and nothing beside it', () => {
    expect(idsOf([1])).toEqual([0, 1, 3]);
    expect(idsOf([0])).toEqual([0]);
  });
});

describe('the share of a node', () => {
  it('is that of its time where the plan was run', () => {
    const root = node(0, null, { timeMs: 200, ownTimeMs: 20 });

    expect(sharePercent(node(1, 0, { timeMs: 180, ownTimeMs: 50 }), [root])).toBe(25);
  });

  it('is that of its cost where it was not', () => {
    expect(sharePercent(node(1, 0), [node(0, null)])).toBe(25);
  });

  it('of a plan that costs nothing is nothing', () => {
    expect(sharePercent(node(0, null, { cost: 0, ownCost: 0 }), [node(0, null, { cost: 0 })])).toBe(0);
  });
});
