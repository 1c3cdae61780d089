/** The report as a file. It is fetched, not linked to: a link would carry no token. */
import { request } from 'src/lib/api-client';

import type { Span } from './performance-search';

export const REPORT_FORMATS = { markdown: { label: 'Markdown', extension: 'md' }, html: { label: 'HTML', extension: 'html' } } as const;
export type ReportFormat = keyof typeof REPORT_FORMATS;

export async function downloadReport(window: Span, format: ReportFormat): Promise<void> {
  const response = await request(`/api/admin/report?${new URLSearchParams({ window, format }).toString()}`, { headers: { accept: '*/*' } });
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `parley-performance-${window}.${REPORT_FORMATS[format].extension}`;
  link.click();
  URL.revokeObjectURL(url);
}
