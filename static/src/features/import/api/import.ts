/** Sending a file of conversations, and what the API makes of its lines. */
import * as z from 'zod/mini';

import type { Status, Tier } from 'src/lib/conversation';
import { ApiError } from 'src/lib/problem';
import { upload } from 'src/lib/upload';

/** The statuses that an imported conversation may begin with. */
export const FIRST_STATUSES = ['draft', 'generated', 'pending_review'] as const satisfies readonly Status[];
export type FirstStatus = (typeof FIRST_STATUSES)[number];

export interface ImportOptions {
  /** Of conversations that bring none. */
  tier: Tier;
  status: FirstStatus;
  /** Added to those of each conversation. */
  category: string[];
}

export const DEFAULT_OPTIONS: ImportOptions = { tier: 'template', status: 'generated', category: [] };

const reportSchema = z.object({
  lines: z.number(),
  created: z.number(),
  duplicates: z.number(),
  failed: z.number(),
  errors: z.array(z.object({ line: z.number(), code: z.string(), message: z.string() })),
  errorsTruncated: z.boolean(),
  dryRun: z.boolean(),
});

export type ImportReport = z.infer<typeof reportSchema>;
export type LineError = ImportReport['errors'][number];

export interface ImportRequest {
  file: File;
  isGzip: boolean;
  options: ImportOptions;
  /** Only reads and reports. */
  isDryRun: boolean;
}

/** @throws ApiError as every call to the API does; the signal's reason where it was aborted. */
export async function importFile(
  { file, isGzip, options: { tier, status, category }, isDryRun }: ImportRequest,
  signal: AbortSignal,
  onProgress: (sentBytes: number) => void,
): Promise<ImportReport> {
  const query = new URLSearchParams({ tier, status });
  if (category.length > 0) {
    query.set('category', category.join(','));
  }
  if (isDryRun) {
    query.set('dry_run', 'true');
  }
  const headers = { 'content-type': 'application/jsonl', ...(isGzip ? { 'content-encoding': 'gzip' } : {}) };
  try {
    return await upload(`/api/import?${query.toString()}`, file, reportSchema, { headers, signal, onProgress });
  } catch (error) {
    // To the browser, a file that is not what was chosen any more is a failure like that of the network.
    if (error instanceof ApiError && error.status === 0 && !(await isReadable(file))) {
      throw new ApiError(0, 'The file cannot be read any more', 'It was changed, moved or deleted since it was chosen. Choose it again.');
    }
    throw error;
  }
}

async function isReadable(file: File): Promise<boolean> {
  return file.slice(0, 1).arrayBuffer().then(() => true, () => false);
}

/** The errors as a table for a spreadsheet (RFC 4180). */
export function errorsAsCsv(errors: readonly LineError[]): string {
  const rows = [['line', 'code', 'message'], ...errors.map(({ line, code, message }) => [String(line), code, message])];
  return rows.map((row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`).join('');
}
