import { describe, expect, it } from 'vitest';

import { parseSignInSearch } from './sign-in-search';

describe('parseSignInSearch', () => {
  it('keeps the way back', () => {
    expect(parseSignInSearch({ redirect: '/?status=approved' }).redirect).toBe('/?status=approved');
  });

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example/', 'javascript:alert(1)', ''])('never leads to %s', (redirect) => {
    expect(parseSignInSearch({ redirect }).redirect).toBe('/');
  });
});
