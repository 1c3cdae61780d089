import { gunzipSync } from 'node:zlib';

import { afterEach, expect, it, vi } from 'vitest';

import { saveBlob } from 'src/lib/save-blob';

import { download } from './download';
import { DEFAULT_EXPORT_SEARCH, type ExportSource } from './export-search';

vi.mock('src/lib/save-blob');

const source: ExportSource = DEFAULT_EXPORT_SEARCH;
/** `printf 'one\ntwo\n' | sha256sum` */
const SHA_256 = 'c3f9c8c283a2b1f2f1896f27a01cbe3cddc0c9d93f752e4639035a0f5b36f6e8';

afterEach(() => {
  vi.mocked(saveBlob).mockReset();
  delete window.showSaveFilePicker;
});

function stubLines(body: BodyInit | null, init?: ResponseInit) {
  const fetched = vi.fn(() => Promise.resolve(new Response(body, init)));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

const savedBlob = () => vi.mocked(saveBlob).mock.calls[0]?.[0] ?? new Blob([]);

it('saves the lines as they come, with their length and digest', async () => {
  const fetched = stubLines('one\ntwo\n');

  const done = await download({ source: { ...source, status: ['approved'], format: 'kto', include: 'metadata' }, isGzip: false }, new AbortController().signal, () => undefined);

  expect(fetched).toHaveBeenCalledWith('/api/export?status=approved&format=kto&include=metadata', expect.anything());
  expect(done).toEqual({ fileName: 'parley-kto.jsonl', bytes: 8, sha256: SHA_256 });
  expect(await savedBlob().text()).toBe('one\ntwo\n');
});

it('packs on the way, and the digest stays that of the lines', async () => {
  stubLines('one\ntwo\n');

  const done = await download({ source, isGzip: true }, new AbortController().signal, () => undefined);

  expect(done).toEqual({ fileName: 'parley-messages.jsonl.gz', bytes: 8, sha256: SHA_256 });
  expect(gunzipSync(await savedBlob().arrayBuffer()).toString()).toBe('one\ntwo\n');
});

it('writes to the file that was chosen where the browser can', async () => {
  stubLines('one\ntwo\n');
  const written: string[] = [];
  const sink = new WritableStream<Uint8Array>({ write: (chunk) => { written.push(new TextDecoder().decode(chunk)); } });
  window.showSaveFilePicker = () => Promise.resolve({ name: 'mine.jsonl', createWritable: () => Promise.resolve(sink) } as unknown as FileSystemFileHandle);

  const done = await download({ source, isGzip: false }, new AbortController().signal, () => undefined);

  expect(done.fileName).toBe('mine.jsonl');
  expect(written.join('')).toBe('one\ntwo\n');
  expect(saveBlob).not.toHaveBeenCalled();
});

it('asks nothing of the API where no place was chosen', async () => {
  const fetched = stubLines('one\n');
  window.showSaveFilePicker = () => Promise.reject(new DOMException('no', 'AbortError'));

  await expect(download({ source, isGzip: false }, new AbortController().signal, () => undefined)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(fetched).not.toHaveBeenCalled();
});

it('keeps nothing of a transfer that breaks off', async () => {
  const broken = new ReadableStream({
    start: (controller) => { controller.enqueue(new TextEncoder().encode('one\n')); },
    pull: (controller) => { controller.error(new TypeError('network error')); },
  });
  stubLines(broken);

  await expect(download({ source, isGzip: false }, new AbortController().signal, () => undefined)).rejects.toThrow('The transfer broke off');
  expect(saveBlob).not.toHaveBeenCalled();
});

it('says what the API says', async () => {
  stubLines(JSON.stringify({ title: 'Out of time', detail: 'Try again.' }), { status: 504 });

  await expect(download({ source, isGzip: false }, new AbortController().signal, () => undefined)).rejects.toMatchObject({ status: 504, title: 'Out of time' });
});
