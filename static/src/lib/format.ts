/**
 * Numbers and dates as people read them, in the browser's language. Formatters are made once: constructing an `Intl` object costs more than a
 * whole row.
 */
const integer = new Intl.NumberFormat();
const oneDecimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Largest unit first; months and years are the mean ones of the Gregorian calendar. */
const RELATIVE_UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.2425 * DAY_MS],
  ['month', 30.436875 * DAY_MS],
  ['week', 7 * DAY_MS],
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
];

/** A whole number with the language's digit grouping. */
export function formatInteger(value: number): string {
  return integer.format(value);
}

/** A number with exactly one decimal. */
export function formatOneDecimal(value: number): string {
  return oneDecimal.format(value);
}

/** How long ago (or ahead) a moment is, in its largest whole unit; below a minute, "now". Both in milliseconds since the epoch. */
export function formatRelativeTime(atMs: number, nowMs: number): string {
  const differenceMs = atMs - nowMs;
  for (const [unit, unitMs] of RELATIVE_UNITS) {
    if (Math.abs(differenceMs) >= unitMs) {
      return relative.format(Math.trunc(differenceMs / unitMs), unit);
    }
  }
  return relative.format(0, 'second');
}

/** The full date and time, with its zone. Milliseconds since the epoch. */
export function formatExactTime(atMs: number): string {
  return exact.format(atMs);
}
