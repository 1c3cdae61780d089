import { beforeEach, expect, it, vi } from 'vitest';
import type { Metric } from 'web-vitals';

import { storeToken } from 'src/lib/session';
import { stubApi } from 'src/test/stub-api';

import { reportVitals } from './vitals';

const listeners = vi.hoisted(() => new Set<(metric: Metric) => void>());
vi.mock('web-vitals', () => {
  const measure = (listener: (metric: Metric) => void) => { listeners.add(listener); };
  return { onCLS: measure, onFCP: measure, onINP: measure, onLCP: measure, onTTFB: measure };
});

function measured(name: Metric['name'], value: number, id: string = name) {
  listeners.forEach((listener) => { listener({ id, name, value } as Metric); });
}

function hide() {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
}

const reportsOf = (calls: ReturnType<typeof stubApi>) => calls.map(({ body }) => body);

beforeEach(() => {
  // Whoever listened for an earlier test has nothing to say any more.
  listeners.clear();
});

it('sends the last values in one report when the page is hidden', () => {
  const calls = stubApi(() => new Response(null, { status: 204 }));
  storeToken('token');
  reportVitals('/review');
  measured('LCP', 900);
  measured('CLS', 0.01);
  measured('CLS', 0.02);
  expect(calls).toEqual([]);

  hide();
  expect(reportsOf(calls)).toEqual([{ page: '/review', metrics: [{ name: 'LCP', value: 900 }, { name: 'CLS', value: 0.02 }] }]);
  expect(calls[0]?.authorization).toBe('Bearer token');
});

it('sends no measurement twice', () => {
  const calls = stubApi(() => new Response(null, { status: 204 }));
  storeToken('token');
  reportVitals('/');
  measured('CLS', 0.01);
  hide();
  measured('CLS', 0.03);
  hide();

  expect(reportsOf(calls)).toEqual([{ page: '/', metrics: [{ name: 'CLS', value: 0.01 }] }]);
});

it('waits for as long as it is told after too many', async () => {
  vi.useFakeTimers();
  const calls = stubApi(() => new Response(null, { status: 429, headers: { 'retry-after': '30' } }));
  storeToken('token');
  reportVitals('/');
  measured('LCP', 1);
  hide();
  await vi.advanceTimersByTimeAsync(29_000);
  measured('INP', 2);
  hide();
  expect(calls).toHaveLength(1);

  await vi.advanceTimersByTimeAsync(2_000);
  hide();
  expect(reportsOf(calls)[1]).toEqual({ page: '/', metrics: [{ name: 'INP', value: 2 }] });
  vi.useRealTimers();
});

it('says nothing where nobody is signed in', () => {
  const calls = stubApi(() => new Response(null, { status: 204 }));
  reportVitals('/sign-in');
  measured('LCP', 1);
  hide();

  expect(calls).toEqual([]);
});
