import { describe, expect, it } from 'vitest';

import { parseSearchParams, stringifySearchParams } from './search-params';

describe('search parameters', () => {
  it('are flat, readable text', () => {
    expect(stringifySearchParams({ search: 'tax return', status: ['approved', 'failed'] })).toBe('?search=tax+return&status=approved,failed');
  });

  it('leave out what is empty', () => {
    expect(stringifySearchParams({ search: '', status: [], tier: undefined })).toBe('');
  });

  it.each(['123', 'true', '"quoted"', 'a & b = c', '100 %', 'Überweisung 家計'])('keep the text %s as it is', (search) => {
    expect(parseSearchParams(stringifySearchParams({ search }))).toEqual({ search });
  });

  it('may repeat for a list', () => {
    expect(parseSearchParams('?status=approved&status=failed')).toEqual({ status: 'approved,failed' });
  });
});
