/** Figures as they are read: units, the steps of a series, how good is good enough. */
import type { Window } from './traffic';

const twoDigits = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const upToTwo = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 });

/** What stands where nothing was measured. */
export const NOTHING = '–';

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const BYTE_STEP = 1_024;

/** A duration in milliseconds; seconds from ten thousand up. */
export function formatMs(ms: number | null): string {
  if (ms === null) {
    return NOTHING;
  }
  return ms >= 10 * SECOND_MS ? `${formatUpToThreeDigits(ms / SECOND_MS)} s` : `${formatUpToThreeDigits(ms)} ms`;
}

/** A share in percent. One that is nearly all does not read as all: 99.97 % is not 100 %. */
export function formatPercent(percent: number | null): string {
  if (percent === null) {
    return NOTHING;
  }
  const shown = percent > 99.9 && percent < 100 ? Math.floor(percent * 100) / 100 : percent;
  return `${shown >= 99 || shown < 1 ? upToTwo.format(shown) : formatUpToThreeDigits(shown)} %`;
}

/** How much of the whole a part is, in percent; null where there is no whole. */
export function percentOf(part: number | null, all: number | null): number | null {
  return part === null || all === null || all === 0 ? null : (part / all) * 100;
}

/** A size as Postgres writes it: 1 kB is 1,024 bytes. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(BYTE_STEP)));
  return `${formatUpToThreeDigits(bytes / BYTE_STEP ** power)} ${BYTE_UNITS[power] ?? ''}`;
}

/** A count, short from a hundred thousand up. */
export function formatCount(count: number): string {
  return count < 100_000 ? whole.format(count) : compact.format(count);
}

/** A number of at most three digits that matter; above that, whole. */
export function formatUpToThreeDigits(value: number): string {
  return Math.abs(value) >= 1_000 ? whole.format(value) : twoDigits.format(value);
}

/** The length of time in its largest unit that is whole: 90 s, 2 min, 1 h. */
export function formatSeconds(seconds: number): string {
  const units = [
    [DAY_S, 'd'],
    [HOUR_S, 'h'],
    [MINUTE_S, 'min'],
  ] as const;
  const [size, name] = units.find(([unit]) => seconds >= unit && seconds % unit === 0) ?? [1, 's'];
  return `${formatUpToThreeDigits(seconds / size)} ${name}`;
}

/** The value of a web vital: a score for layout shift, else milliseconds. */
export function formatVital(metric: string, value: number): string {
  return metric === 'CLS' ? upToTwo.format(value) : formatMs(value);
}

/** A series with a place for every step, as the API leaves out those without anything: seconds since the epoch, and the point or null. */
export function filledSteps<Point extends { at: string }>({ from, to, stepSeconds }: Window, series: readonly Point[]): { atS: number; point: Point | null }[] {
  const fromS = Math.floor(Date.parse(from) / SECOND_MS);
  const bySlot = new Map(series.map((point) => [Math.round((Date.parse(point.at) / SECOND_MS - fromS) / stepSeconds), point]));
  const steps = Math.max(1, Math.ceil((Date.parse(to) / SECOND_MS - fromS) / stepSeconds));
  return Array.from({ length: steps }, (_, slot) => ({ atS: fromS + slot * stepSeconds, point: bySlot.get(slot) ?? null }));
}

/** A figure as it was at one reading; null where nothing was measured. */
export type Sample = number | null;

/** An hour at four readings a minute. */
const MAX_SAMPLES = 240;

/** The samples with one more behind them; of too many the oldest go. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  return [...samples, sample].slice(-MAX_SAMPLES);
}

/** The points of an SVG path through values from left to right, broken where there is none; null where less than two are known. */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number): string | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) {
    return null;
  }
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const spread = most - least;
  const points = values.map((value, index) =>
    value === null ? null : { x: (index / (values.length - 1)) * width, y: spread === 0 ? height / 2 : height - ((value - least) / spread) * height },
  );
  return points
    .map((point, index) => {
      if (point === null) {
        return '';
      }
      const position = `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
      if (points[index - 1] != null) {
        return `L${position}`;
      }
      // A point without neighbours is a dot: a path without a length is only seen with round ends.
      return points[index + 1] == null ? `M${position}h0` : `M${position}`;
    })
    .join('');
}
