import * as z from 'zod/mini';

/** What the sign-in page is told by the URL: where to go afterwards, and whether a token was just refused. */
export interface SignInSearch {
  redirect: string;
  reason: 'rejected' | undefined;
}

export const DEFAULT_SIGN_IN_SEARCH: SignInSearch = { redirect: '/', reason: undefined };

/** A path on this origin: `//host` and `/\host` would leave it. */
const LOCAL_PATH = /^\/(?![/\\])/;

const signInSearchSchema = z.object({
  redirect: z.catch(z.string().check(z.regex(LOCAL_PATH)), DEFAULT_SIGN_IN_SEARCH.redirect),
  reason: z.catch(z.optional(z.literal('rejected')), undefined),
});

/** The typed form of raw search parameters. Never fails. */
export function parseSignInSearch(raw: Record<string, unknown>): SignInSearch {
  const { redirect, reason } = signInSearchSchema.parse(raw);
  return { redirect, reason };
}
