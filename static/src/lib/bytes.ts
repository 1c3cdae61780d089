/** Powers of 1,000, as file managers count. */
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const FORMATTERS = UNITS.map((unit) => {
  const isWhole = unit === 'byte';
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: isWhole ? 'long' : 'short', maximumFractionDigits: isWhole ? 0 : 1 });
});

/** A length in its largest unit of at least one: “1.2 MB”. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return FORMATTERS[power]?.format(bytes / 1000 ** power) ?? String(bytes);
}
