import { describe, expect, it } from 'vitest';

import { formatOneDecimal, formatRelativeTime } from './format';

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('formatRelativeTime', () => {
  it.each([
    ['now', 59_999],
    ['1m ago', MINUTE_MS],
    ['59m ago', HOUR_MS - 1],
    ['1h ago', HOUR_MS],
    ['yesterday', DAY_MS],
    ['6d ago', 7 * DAY_MS - 1],
    ['last wk.', 7 * DAY_MS],
    ['2y ago', 800 * DAY_MS],
  ])('says "%s" after %d ms', (expected, elapsedMs) => {
    expect(formatRelativeTime(NOW_MS - elapsedMs, NOW_MS)).toBe(expected);
  });

  it('says "in 2h" of a time to come', () => {
    expect(formatRelativeTime(NOW_MS + 2 * HOUR_MS, NOW_MS)).toBe('in 2h');
  });
});

it.each([
  [10, '10.0'],
  [8.25, '8.3'],
  [0, '0.0'],
])('%d reads with one decimal as %s', (value, expected) => {
  expect(formatOneDecimal(value)).toBe(expected);
});
