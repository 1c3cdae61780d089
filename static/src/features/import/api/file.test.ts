// jsdom's blobs cannot be read as a stream.
import { Blob as NodeBlob } from 'node:buffer';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { excerptsOf, inspect, MAX_FILE_BYTES } from './file';

const blobOf = (...parts: (string | Uint8Array)[]) => new NodeBlob(parts) as Blob;

describe('inspect', () => {
  it.each([
    ['{"messages":[]}\n', 'messages'],
    ['\n  \n{"conversations":[]}', 'sharegpt'],
    ['{"instruction":"a","output":"b"}\r\n', 'alpaca'],
    ['{"text":"a"}\n', null],
    ['not JSON\n', null],
    ['[1]\n', null],
  ])('tells the shape of %j', async (text, shape) => {
    expect(await inspect(blobOf(text))).toEqual({ isGzip: false, shape, refusal: null });
  });

  it('looks into a file that is packed', async () => {
    expect(await inspect(blobOf(gzipSync('{"messages":[]}\n')))).toEqual({ isGzip: true, shape: 'messages', refusal: null });
  });

  it.each([
    ['empty', blobOf()],
    ['empty', blobOf('\n \n')],
    ['not_text', blobOf(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))],
    ['not_text', blobOf(new Uint8Array([0x1f, 0x8b, 1, 2, 3]))],
  ])('refuses what is %s', async (refusal, file) => {
    expect((await inspect(file)).refusal).toBe(refusal);
  });

  it('refuses what is larger than the API takes', async () => {
    const file = Object.defineProperty(blobOf('{"messages":[]}'), 'size', { value: MAX_FILE_BYTES + 1 });

    expect((await inspect(file)).refusal).toBe('too_large');
  });
});

describe('excerptsOf', () => {
  it('counts blank lines, as the API does', async () => {
    const excerpts = await excerptsOf(blobOf('one\n\nthree\nfour'), false, [3, 4]);

    expect([...excerpts]).toEqual([[3, 'three'], [4, 'four']]);
  });

  it('cuts long lines, also across the pieces in which a file comes', async () => {
    const excerpts = await excerptsOf(blobOf('x'.repeat(300_000), '\n', 'y'.repeat(150)), false, [1, 2]);

    expect(excerpts.get(1)).toBe('x'.repeat(200));
    expect(excerpts.get(2)).toBe('y'.repeat(150));
  });

  it('reads from a packed file', async () => {
    const excerpts = await excerptsOf(blobOf(gzipSync('one\ntwo\n')), true, [2]);

    expect(excerpts.get(2)).toBe('two');
  });
});
