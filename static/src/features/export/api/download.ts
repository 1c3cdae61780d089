/**
 * A file from the API to this device. It needs the token, so it cannot be a plain link: `fetch` reads it, and what comes goes on to a file that the user chose,
 * where the browser has the File System Access API, else to a blob, which browsers keep on disk once it is large. On the way it is counted and hashed. The
 * browser's own SHA-256 takes only a whole text in memory; that of `@noble/hashes` takes it piece by piece, so that a file of any length can be compared.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import { request } from 'src/lib/api-client';
import { ApiError } from 'src/lib/problem';
import { saveBlob } from 'src/lib/save-blob';

import { exportQuery } from './export';
import type { ExportSource } from './export-search';

declare global {
  interface Window {
    /** Not in every browser (WICG File System Access). */
    showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
  }
}

export interface DownloadRequest {
  source: ExportSource;
  isGzip: boolean;
}

export interface Downloaded {
  fileName: string;
  /** Of the file before compression, as the manifest has both. */
  bytes: number;
  sha256: string;
}

const PROGRESS_EVERY_MS = 100;

export function fileNameOf({ source: { format }, isGzip }: DownloadRequest): string {
  return `parley-${format}.jsonl${isGzip ? '.gz' : ''}`;
}

/**
 * Downloads an export. Nothing is kept of a transfer that breaks off.
 * @throws ApiError as every call to the API does; an `AbortError` where the user cancelled, also while choosing a place.
 */
export async function download(wanted: DownloadRequest, signal: AbortSignal, onProgress: (receivedBytes: number) => void): Promise<Downloaded> {
  const suggestedName = fileNameOf(wanted);
  // First of all, as browsers show the picker only shortly after a click.
  const file = (await window.showSaveFilePicker?.({ suggestedName })) ?? null;
  const response = await request(`/api/export?${exportQuery(wanted.source).toString()}`, { signal, headers: { accept: 'application/jsonl' } });
  const meter = meteringStream(onProgress);
  const lines = (response.body ?? new Blob([]).stream()).pipeThrough(meter.stream);
  const content = wanted.isGzip ? lines.pipeThrough(new CompressionStream('gzip')) : lines;
  try {
    if (file === null) {
      saveBlob(await new Response(content).blob(), suggestedName);
    } else {
      await content.pipeTo(await file.createWritable(), { signal });
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof TypeError ? new ApiError(0, 'The transfer broke off', 'The file is not whole, so nothing of it was kept. Retry once the server can be reached.') : error;
  }
  return { fileName: file?.name ?? suggestedName, ...meter.result() };
}

/** Counts and hashes what goes through. */
function meteringStream(onProgress: (bytes: number) => void) {
  const hash = sha256.create();
  let bytes = 0;
  let reportedAt = 0;
  const stream = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      hash.update(chunk);
      if (performance.now() - reportedAt >= PROGRESS_EVERY_MS) {
        reportedAt = performance.now();
        onProgress(bytes);
      }
      controller.enqueue(chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: bytesToHex(hash.digest()) }) };
}
