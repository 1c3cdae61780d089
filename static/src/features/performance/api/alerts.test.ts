import { describe, expect, it } from 'vitest';

import { type Alert, alertTitle, changesOf, draftOf, thresholdError, windowError } from './alerts';

const alert: Alert = {
  name: 'cache_hit_rate',
  comparison: 'below',
  threshold: 80,
  unit: 'percent',
  windowSeconds: 300,
  enabled: true,
  state: 'ok',
  stateSince: '2026-11-23T20:00:00.000000Z',
  value: 96,
  updatedBy: 'system',
};

describe('a threshold', () => {
  it.each(['0', '100', '99.5'])('in percent may be %s', (typed) => {
    expect(thresholdError(alert, typed)).toBeNull();
  });

  it.each(['', ' ', '-1', '101', 'eighty'])('in percent may not be “%s”', (typed) => {
    expect(thresholdError(alert, typed)).toBe('A number from 0 to 100');
  });

  it('in milliseconds goes up to an hour', () => {
    expect(thresholdError({ ...alert, unit: 'ms' }, '3600000')).toBeNull();
    expect(thresholdError({ ...alert, unit: 'ms' }, '3600001')).toBe('A number from 0 to 3,600,000');
  });
});

it.each([
  ['1', null],
  ['1.5', null],
  ['1440', null],
  ['0.5', 'Minutes, 1 to 1,440'],
  ['1.001', 'Minutes, 1 to 1,440'],
  ['1441', 'Minutes, 1 to 1,440'],
])('a window of %s minutes is judged', (typed, error) => {
  expect(windowError(typed)).toBe(error);
});

describe('what is sent', () => {
  it('is nothing where nothing differs', () => {
    expect(changesOf([alert], { [alert.name]: draftOf(alert) })).toEqual([]);
  });

  it('is what differs alone', () => {
    expect(changesOf([alert], { [alert.name]: { threshold: '95', windowMinutes: '5', enabled: true } })).toEqual([{ name: 'cache_hit_rate', threshold: 95 }]);
    expect(changesOf([alert], { [alert.name]: { threshold: '80', windowMinutes: '10', enabled: false } })).toEqual([{ name: 'cache_hit_rate', windowSeconds: 600, enabled: false }]);
  });
});

it('an alert that this page does not know keeps a readable name', () => {
  expect(alertTitle('queue_length')).toBe('queue length');
});
