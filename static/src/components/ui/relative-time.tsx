import { formatExactTime, formatRelativeTime } from 'src/lib/format';
import { useNow } from 'src/lib/use-now';

/** How long ago a moment is, with the exact time in its tooltip. Takes RFC 3339. */
export function RelativeTime({ at }: { at: string }) {
  const nowMs = useNow();
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={formatExactTime(atMs)}>
      {formatRelativeTime(atMs, nowMs)}
    </time>
  );
}
