/**
 * Who is signed in: one bearer token, kept in `sessionStorage`, so that it ends with the tab and is never sent by the browser on its own
 * account (no cookie, hence no cross-site request forgery). It arrives in the URL's fragment, which browsers send to no server, and is
 * removed from the address bar at once so that it is neither bookmarked nor shared.
 */
const STORAGE_KEY = 'parley.token';
const FRAGMENT_PREFIX = '#token=';

/** Three base64url parts: the compact form of a signed JWT (RFC 7515, section 7.1). */
const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether a text has the form of a signed JWT. Says nothing about its signature: only the API can. */
export function isCompactJwt(text: string): boolean {
  return COMPACT_JWT.test(text);
}

/** The token of this tab, or null if nobody is signed in. */
export function readToken(): string | null {
  return sessionStorage.getItem(STORAGE_KEY);
}

export function storeToken(token: string): void {
  sessionStorage.setItem(STORAGE_KEY, token);
}

export function clearToken(): void {
  sessionStorage.removeItem(STORAGE_KEY);
}

/**
 * Takes the token of `/#token=<JWT>` over into the session and removes the fragment from the address bar without a new history entry.
 * Returns whether there was one.
 */
export function adoptTokenFromFragment(): boolean {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith(FRAGMENT_PREFIX)) {
    return false;
  }
  storeToken(decodeURIComponent(hash.slice(FRAGMENT_PREFIX.length)));
  window.history.replaceState(window.history.state, '', pathname + search);
  return true;
}

const ROLES = ['viewer', 'reviewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What the signed-in user may do, as the token says: for showing or hiding actions alone. What is allowed is decided by the API, which checks the token's
 * signature as well.
 */
export function hasRole(least: Role): boolean {
  const role = roleOf(readToken());
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

function roleOf(token: string | null): Role | null {
  const payload = token?.split('.')[1];
  if (payload === undefined) {
    return null;
  }
  try {
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { role?: unknown; app_metadata?: { role?: unknown } };
    return ROLES.find((role) => role === claims.app_metadata?.role) ?? ROLES.find((role) => role === claims.role) ?? null;
  } catch {
    return null;
  }
}
