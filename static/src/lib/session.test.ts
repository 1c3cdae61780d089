import { beforeEach, describe, expect, it } from 'vitest';

import { adoptTokenFromFragment, hasRole, isCompactJwt, readToken, storeToken } from './session';

describe('adoptTokenFromFragment', () => {
  beforeEach(() => {
    window.history.replaceState(null, '', '/');
  });

  it('keeps the token and leaves path and query in the address bar', () => {
    window.history.replaceState(null, '', '/?status=approved#token=eyJ.e30.c2ln');

    expect(adoptTokenFromFragment()).toBe(true);

    expect(readToken()).toBe('eyJ.e30.c2ln');
    expect(window.location.href).toBe(`${window.location.origin}/?status=approved`);
  });

  it('leaves any other fragment alone', () => {
    window.history.replaceState(null, '', '/#section');

    expect(adoptTokenFromFragment()).toBe(false);

    expect(readToken()).toBeNull();
    expect(window.location.hash).toBe('#section');
  });
});

describe('isCompactJwt', () => {
  it.each(['', 'eyJ', 'eyJ.e30', 'eyJ.e30.', 'eyJ.e30.sig.more', 'eyJ.e 30.sig', 'Bearer eyJ.e30.sig'])('refuses "%s"', (text) => {
    expect(isCompactJwt(text)).toBe(false);
  });

  it('accepts three base64url parts', () => {
    expect(isCompactJwt('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.a-b_c')).toBe(true);
  });
});

describe('hasRole', () => {
  const tokenOf = (claims: object) => `eyJ.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.c2ln`;

  it.each([
    [{ role: 'reviewer' }, true, false],
    [{ role: 'authenticated', app_metadata: { role: 'admin' } }, true, true],
    [{ role: 'admin', app_metadata: { role: 'viewer' } }, false, false],
    [{ role: 'authenticated' }, false, false],
    [{}, false, false],
  ])('reads %j as the API does', (claims, isReviewer, isAdmin) => {
    storeToken(tokenOf(claims));

    expect([hasRole('reviewer'), hasRole('admin')]).toEqual([isReviewer, isAdmin]);
  });

  it('is nobody without a token that can be read', () => {
    expect(hasRole('viewer')).toBe(false);
    storeToken('eyJ.not-json.c2ln');
    expect(hasRole('viewer')).toBe(false);
  });
});
