import { expect, it } from 'vitest';

import { parsePerformanceSearch } from './performance-search';

it('keeps what the URL says', () => {
  expect(parsePerformanceSearch({ window: '7d', route: 'GET /api/conversations' })).toEqual({ window: '7d', route: 'GET /api/conversations' });
});

it('falls back part by part', () => {
  expect(parsePerformanceSearch({ window: '2h', route: 'x'.repeat(201) })).toEqual({ window: '1h', route: '' });
});
