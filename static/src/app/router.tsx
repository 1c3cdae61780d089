/**
 * The routes, each in a chunk of its own. A route that needs a signed-in user sends everybody else to `/sign-in` before anything is loaded, with the way back
 * in `redirect`.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
  type SearchSchemaInput,
  stripSearchParams,
} from '@tanstack/react-router';

import { lazyPart } from 'src/components/ui/lazy-part';
import { DEFAULT_VIEW, parseView, type View } from 'src/features/conversations/api/view';
import { DEFAULT_LIBRARY_SEARCH, type LibrarySearch, parseLibrarySearch } from 'src/features/library/api/library-search';
import { DEFAULT_REVIEW_SEARCH, parseReviewSearch, type ReviewSearch } from 'src/features/review/api/review-search';
import { DEFAULT_SIGN_IN_SEARCH, parseSignInSearch, type SignInSearch } from 'src/features/sign-in/api/sign-in-search';
import { readToken } from 'src/lib/session';

import { PageError } from './page-error';
import { NotFound } from './not-found';
import { parseSearchParams, stringifySearchParams } from './search-params';
import { Shell } from './shell';

const rootRoute = createRootRoute({ notFoundComponent: NotFound });

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: ({ location }) => {
    if (readToken() === null) {
      throw redirect({ to: '/sign-in', search: { redirect: location.href }, replace: true });
    }
  },
  component: Shell,
});

const conversationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  validateSearch: (raw: Partial<View> & SearchSchemaInput): View => parseView(raw),
  search: { middlewares: [stripSearchParams(DEFAULT_VIEW)] },
  component: lazyPart(() => import('src/features/conversations/routes/conversations-page'), 'ConversationsPage'),
});

const reviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/review',
  validateSearch: (raw: Partial<ReviewSearch> & SearchSchemaInput): ReviewSearch => parseReviewSearch(raw),
  search: { middlewares: [stripSearchParams(DEFAULT_REVIEW_SEARCH)] },
  component: lazyPart(() => import('src/features/review/routes/review-page'), 'ReviewPage'),
});

const validateLibrarySearch = (raw: Partial<LibrarySearch> & SearchSchemaInput): LibrarySearch => parseLibrarySearch(raw);

const libraryPages = () => import('src/features/library/routes/library-page');

const templatesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/templates',
  validateSearch: validateLibrarySearch,
  search: { middlewares: [stripSearchParams(DEFAULT_LIBRARY_SEARCH)] },
  component: lazyPart(libraryPages, 'TemplatesPage'),
});

const scenariosRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/scenarios',
  validateSearch: validateLibrarySearch,
  search: { middlewares: [stripSearchParams(DEFAULT_LIBRARY_SEARCH)] },
  component: lazyPart(libraryPages, 'ScenariosPage'),
});

const edgeCasesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/edge-cases',
  validateSearch: validateLibrarySearch,
  search: { middlewares: [stripSearchParams(DEFAULT_LIBRARY_SEARCH)] },
  component: lazyPart(libraryPages, 'EdgeCasesPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  component: lazyPart(() => import('src/features/settings/routes/settings-page'), 'SettingsPage'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (raw: Partial<SignInSearch> & SearchSchemaInput): SignInSearch => parseSignInSearch(raw),
  search: { middlewares: [stripSearchParams(DEFAULT_SIGN_IN_SEARCH)] },
  beforeLoad: ({ search }) => {
    if (readToken() !== null) {
      throw redirect({ href: search.redirect, replace: true });
    }
  },
  component: lazyPart(() => import('src/features/sign-in/routes/sign-in-page'), 'SignInPage'),
});

export function createAppRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([signedInRoute.addChildren([conversationsRoute, reviewRoute, templatesRoute, scenariosRoute, edgeCasesRoute, settingsRoute]), signInRoute]),
    parseSearch: parseSearchParams,
    stringifySearch: stringifySearchParams,
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
