import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { ApiError } from 'src/lib/problem';

/** Attempts after the first one, for errors that may pass by themselves. */
const MAX_RETRIES = 2;

/** The cache of everything read from the API. `onUnauthorized` runs when the API refuses the token. */
export function createQueryClient(onUnauthorized: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) {
      onUnauthorized();
    }
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => error instanceof ApiError && error.isTransient && failures < MAX_RETRIES,
      },
    },
  });
}
