/**
 * Reading what the screen shows. Every part is a query of its own, so that one that fails leaves the others. All are read anew every 15 seconds while the tab
 * is visible: TanStack Query pauses the interval of a hidden one.
 *
 * Of connections the API tells only the present; their trend is what this tab has seen, kept beside the answer.
 */
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { queryKeys } from 'src/lib/query-keys';

import { fetchAlerts, saveAlerts } from '../api/alerts';
import { type Connections, fetchActivity, fetchConnections, fetchIndexes } from '../api/database';
import { type Sample, withSample } from '../api/figures';
import type { Span } from '../api/performance-search';
import { fetchPlan } from '../api/plan';
import { fetchCache, fetchRequests, fetchWebVitals } from '../api/traffic';

const REFRESH_MS = 15_000;

/** Indexes change slowly, and judging them reads the whole catalogue. */
const REFRESH_INDEXES_MS = 120_000;

const live = { refetchInterval: REFRESH_MS, staleTime: REFRESH_MS } as const;

interface SampledConnections {
  now: Connections;
  samples: Sample[];
}

const keys = queryKeys.performance;

const alertsQuery = queryOptions({ queryKey: keys.alerts, queryFn: ({ signal }) => fetchAlerts(signal), ...live });

export function useRequests(window: Span, route: string) {
  return useQuery({
    queryKey: keys.requests(window, route),
    queryFn: ({ signal }) => fetchRequests(window, route, signal),
    placeholderData: keepPreviousData,
    ...live,
  });
}

export function useCache(window: Span) {
  return useQuery({ queryKey: keys.cache(window), queryFn: ({ signal }) => fetchCache(window, signal), placeholderData: keepPreviousData, ...live });
}

export function useWebVitals(window: Span) {
  return useQuery({ queryKey: keys.webVitals(window), queryFn: ({ signal }) => fetchWebVitals(window, signal), placeholderData: keepPreviousData, ...live });
}

export function useConnections() {
  return useQuery({
    queryKey: keys.connections,
    queryFn: async ({ signal, client }): Promise<SampledConnections> => {
      const now = await fetchConnections(signal);
      const previous = client.getQueryData<SampledConnections>(keys.connections);
      return { now, samples: withSample(previous?.samples ?? [], now.total) };
    },
    ...live,
  });
}

export function useActivity() {
  return useQuery({ queryKey: keys.activity, queryFn: ({ signal }) => fetchActivity(signal), ...live });
}

export function useIndexes() {
  return useQuery({
    queryKey: keys.indexes,
    queryFn: ({ signal }) => fetchIndexes(signal),
    refetchInterval: REFRESH_INDEXES_MS,
    staleTime: REFRESH_INDEXES_MS,
  });
}

export function useAlerts() {
  return useQuery(alertsQuery);
}

export function useSaveAlerts() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: saveAlerts,
    onSuccess: (saved) => { queryClient.setQueryData(alertsQuery.queryKey, saved); },
  });
}

export function usePlan() {
  return useMutation({ mutationFn: fetchPlan });
}
