/** How far a download is, and whether the file that came is the one that the manifest describes. */
import { CircleCheck, Info, TriangleAlert } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { formatBytes } from 'src/lib/bytes';

import type { Downloaded } from '../api/download';
import type { ExportManifest } from '../api/export';

export function DownloadProgress({ receivedBytes, manifest, onCancel }: { receivedBytes: number; manifest: ExportManifest | undefined; onCancel: () => void }) {
  const total = manifest?.bytes;
  return (
    <div className="rounded-lg border border-line p-3.5">
      <div className="flex items-center gap-3">
        <p role="status" className="min-w-0 flex-1 text-[13px] text-ink tabular-nums">
          {formatBytes(receivedBytes)}
          {total === undefined ? ' so far' : ` of ${formatBytes(total)}`}
        </p>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      <progress aria-label="Received" className="mt-2.5 h-2 w-full accent-accent" {...(total === undefined ? {} : { value: receivedBytes, max: Math.max(total, 1) })} />
    </div>
  );
}

/** What can be said of the file that came, by the manifest that is shown beside it. */
export function comparisonOf(done: Downloaded, manifest: ExportManifest | undefined): { kind: 'same' | 'other' | 'unknown'; text: string } {
  if (manifest === undefined) {
    return { kind: 'unknown', text: 'Not compared, as there is no manifest of it. Check the file to compare.' };
  }
  return manifest.sha256 === done.sha256
    ? { kind: 'same', text: 'It is whole: its SHA-256 is that of the manifest.' }
    : { kind: 'other', text: 'Its SHA-256 is not that of the manifest: conversations have changed between the two. Check again, then download again, if they must agree.' };
}

const ICONS = { same: CircleCheck, other: TriangleAlert, unknown: Info };
const COLOURS = { same: 'text-status-green', other: 'text-status-amber', unknown: 'text-muted' };

export function DownloadResult({ done, manifest }: { done: Downloaded; manifest: ExportManifest | undefined }) {
  const { kind, text } = comparisonOf(done, manifest);
  const Icon = ICONS[kind];
  return (
    <div role="status" className="flex items-start gap-2.5 rounded-lg border border-line p-3.5 text-[13px] leading-5">
      <Icon aria-hidden="true" className={`mt-0.5 size-4.5 shrink-0 ${COLOURS[kind]}`} />
      <div className="min-w-0">
        <p className="font-medium text-ink">Saved {done.fileName}: {formatBytes(done.bytes)} of lines</p>
        <p className="text-ink-soft">{text}</p>
        <p className="mt-1 font-mono text-xs break-all text-muted">{done.sha256}</p>
      </div>
    </div>
  );
}
