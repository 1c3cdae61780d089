import { formatInteger, formatOneDecimal } from 'src/lib/format';
import { useNow } from 'src/lib/use-now';

const MINUTE_MS = 60_000;

/** How the session goes: “34 reviewed, 5.1 a minute”. A rate of the first seconds would be a fantasy, so it waits for one minute. */
export function Progress({ reviewed, startedAt, left }: { reviewed: number; startedAt: number | null; left: number | undefined }) {
  const now = useNow();
  const minutes = startedAt === null ? 0 : (now - startedAt) / MINUTE_MS;
  const parts = [
    `${formatInteger(reviewed)} reviewed`,
    minutes >= 1 ? `${formatOneDecimal(reviewed / minutes)} a minute` : null,
    left === undefined ? null : `${formatInteger(left)} left`,
  ];
  return (
    <p role="status" className="text-[13px] text-muted tabular-nums">
      {parts.filter((part) => part !== null).join(', ')}
    </p>
  );
}
