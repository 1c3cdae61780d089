/** What is exported, as it stands in the URL: the list's filters by the same names, and the form of the file. */
import * as z from 'zod/mini';

import { filterShape, type Filters, withoutUpsideDown } from 'src/lib/filters';

export const FORMATS = ['messages', 'sharegpt', 'alpaca', 'axolotl', 'kto', 'chatml'] as const;
export type Format = (typeof FORMATS)[number];

/** What makes the file: the filters, the format, and whether each line says what conversation it is. */
export interface ExportSource extends Filters {
  format: Format;
  include: '' | 'metadata';
}

export interface ExportSearch extends ExportSource {
  /** How the file is kept on this device. */
  compress: '' | 'gzip';
}

const searchSchema = z.object({
  ...filterShape,
  format: z.catch(z.enum(FORMATS), 'messages'),
  include: z.catch(z.literal(['', 'metadata']), ''),
  compress: z.catch(z.literal(['', 'gzip']), ''),
});

const NOTHING = Object.fromEntries(Object.keys(searchSchema.shape).map((name) => [name, undefined]));

/** Never fails: a part that is not valid falls back to its default. */
export function parseExportSearch(raw: Record<string, unknown>): ExportSearch {
  return withoutUpsideDown(searchSchema.parse({ ...NOTHING, ...raw }));
}

export const DEFAULT_EXPORT_SEARCH = parseExportSearch({});
