/**
 * The whole application. A 401 from any call ends at `/sign-in`, which knows the way back; everything read under the old token is forgotten there.
 */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';

import { readToken } from 'src/lib/session';

import { createQueryClient } from './query-client';
import { createAppRouter } from './router';

/** What an application consists of beside its view. */
export function createApp() {
  const router = createAppRouter();
  const queryClient = createQueryClient(() => {
    const { href, pathname } = router.state.location;
    if (readToken() === null && pathname !== '/sign-in') {
      void router.navigate({ to: '/sign-in', search: { redirect: href, reason: 'rejected' }, replace: true });
      queryClient.clear();
    }
  });
  return { router, queryClient };
}

export function App({ router, queryClient }: ReturnType<typeof createApp>) {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
