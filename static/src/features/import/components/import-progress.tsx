import { Button } from 'src/components/ui/button';
import { formatBytes } from 'src/lib/bytes';

interface ImportProgressProps {
  sentBytes: number;
  totalBytes: number;
  isDryRun: boolean;
  onCancel: () => void;
}

/** How much of the file is sent. The API works on it while it comes, so that little is left to do afterwards. */
export function ImportProgress({ sentBytes, totalBytes, isDryRun, onCancel }: ImportProgressProps) {
  const isSent = sentBytes >= totalBytes;
  return (
    <div className="mt-6 rounded-lg border border-line p-3.5">
      <div className="flex items-center gap-3">
        <p role="status" className="min-w-0 flex-1 text-[13px] text-ink tabular-nums">
          {isSent
            ? `Sent; the last lines are being ${isDryRun ? 'checked' : 'written'}…`
            : `${isDryRun ? 'Checking' : 'Importing'}: ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`}
        </p>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      <progress aria-label="Sent" className="mt-2.5 h-2 w-full accent-accent" {...(isSent ? {} : { value: sentBytes, max: totalBytes })} />
    </div>
  );
}
