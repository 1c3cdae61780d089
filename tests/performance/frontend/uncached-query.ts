/**
 * TanStack Query with a cache that keeps nothing, in the place of the one that the dashboard ships: what a component asks for is fetched whenever it is shown,
 * and nothing is read ahead or again by itself. For counting what the cache saves, and for nothing else.
 */
import {
  type DefaultError,
  QueryClient as ShippedQueryClient,
  type QueryClientConfig,
  useInfiniteQuery as shippedUseInfiniteQuery,
  useQuery as shippedUseQuery,
} from 'react-query-as-shipped';

export * from 'react-query-as-shipped';

const NOTHING_KEPT = { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

type AnyOptions = Parameters<typeof shippedUseQuery>[0];
type AnyInfiniteOptions = Parameters<typeof shippedUseInfiniteQuery>[0];

export const useQuery = ((options: AnyOptions) => shippedUseQuery({ ...options, ...NOTHING_KEPT })) as typeof shippedUseQuery;

export const useInfiniteQuery = ((options: AnyInfiniteOptions) => shippedUseInfiniteQuery({ ...options, ...NOTHING_KEPT })) as typeof shippedUseInfiniteQuery;

export class QueryClient extends ShippedQueryClient {
  constructor(config: QueryClientConfig) {
    super({ ...config, defaultOptions: { queries: { ...config.defaultOptions?.queries, ...NOTHING_KEPT } } });
  }

  /** Reads nothing ahead: there is nowhere to keep it. */
  override query(): Promise<never> {
    return Promise.reject<never>(new Error('nothing is kept') satisfies DefaultError);
  }
}
