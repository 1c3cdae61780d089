import { describe, expect, it } from 'vitest';

import { filledSteps, formatBytes, formatMs, formatPercent, formatSeconds, NOTHING, percentOf, sparklinePath, withSample } from './figures';

describe('durations', () => {
  it.each([
    [0.4567, '0.457 ms'],
    [12.34, '12.3 ms'],
    [1234.5, '1,235 ms'],
    [12_345, '12.3 s'],
  ])('%f ms reads as %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  it('that were not measured are a dash, not nought', () => {
    expect(formatMs(null)).toBe(NOTHING);
  });

  it.each([
    [60, '1 min'],
    [90, '90 s'],
    [3600, '1 h'],
    [86_400, '1 d'],
  ])('%i s reads as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe('shares', () => {
  it.each([
    [0, '0 %'],
    [0.083, '0.08 %'],
    [47.26, '47.3 %'],
    [100, '100 %'],
  ])('%f reads as %s', (percent, text) => {
    expect(formatPercent(percent)).toBe(text);
  });

  it('that are nearly all never read as all', () => {
    expect(formatPercent(99.999)).toBe('99.99 %');
  });

  it.each([
    [1, 4, 25],
    [0, 4, 0],
    [0, 0, null],
    [null, null, null],
  ])('%f of %f is %f percent', (part, all, percent) => {
    expect(percentOf(part, all)).toBe(percent);
  });
});

it.each([
  [0, '0 B'],
  [8192, '8 kB'],
  [20_971_520, '20 MB'],
])('%i bytes read as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

describe('a series', () => {
  const window = { from: '2026-11-23T20:00:00.000000Z', to: '2026-11-23T20:03:31.000000Z', stepSeconds: 60 };

  it('has a place for every step, also for those that the API leaves out', () => {
    const steps = filledSteps(window, [{ at: '2026-11-23T20:02:00.000000Z' }]);

    expect(steps.map(({ point }) => point !== null)).toEqual([false, false, true, false]);
    expect(steps.map(({ atS }) => atS - (steps[0]?.atS ?? 0))).toEqual([0, 60, 120, 180]);
  });
});

describe('a sparkline', () => {
  it('goes from the least at the bottom to the most at the top', () => {
    expect(sparklinePath([1, 3], 100, 20)).toBe('M0.0 20.0L100.0 0.0');
  });

  it('is broken where nothing was measured, and a lone point is a dot', () => {
    expect(sparklinePath([1, null, 3, 3], 90, 20)).toBe('M0.0 20.0h0M60.0 0.0L90.0 0.0');
  });

  it('of one figure alone is none', () => {
    expect(sparklinePath([null, 5], 90, 20)).toBeNull();
  });

  it('forgets the oldest samples', () => {
    const samples = Array.from({ length: 240 }, (_, index) => index);

    expect(withSample(samples, 240)).toEqual([...samples.slice(1), 240]);
  });
});
