import { expect, it } from 'vitest';

import { errorsAsCsv } from './import';

it('writes errors as a table in which a message keeps its quotes and commas', () => {
  expect(
    errorsAsCsv([
      { line: 2, code: 'not_json', message: 'is not JSON' },
      { line: 7, code: 'unknown_role', message: 'messages[0].role: one of "user", "assistant"' },
    ]),
  ).toBe('line,code,message\r\n2,not_json,is not JSON\r\n7,unknown_role,"messages[0].role: one of ""user"", ""assistant"""\r\n');
});
