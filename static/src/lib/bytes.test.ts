import { expect, it } from 'vitest';

import { formatBytes } from './bytes';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_234, '1.2 kB'],
  [104_857_600, '104.9 MB'],
  [5e15, '5,000 TB'],
])('writes %d as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
