import { FORMAT_WORDS } from '../api/export';
import { type Format, FORMATS } from '../api/export-search';

/** The formats, each with whom it is for and a line as it looks. */
export function FormatChoice({ value, onChange }: { value: Format; onChange: (format: Format) => void }) {
  return (
    <fieldset>
      <legend className="text-[13px] font-medium text-ink">Format</legend>
      <div className="mt-2 divide-y divide-line-soft overflow-hidden rounded-lg border border-line">
        {FORMATS.map((format) => {
          const { label, use, sample } = FORMAT_WORDS[format];
          return (
            <label
              key={format}
              className="flex cursor-pointer items-start gap-x-3 max-sm:flex-wrap px-3.5 py-2.5 hover:bg-hover has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="format"
                aria-label={label}
                aria-describedby={`format-${format}`}
                className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
                checked={format === value}
                onChange={() => { onChange(format); }}
              />
              <span className="w-44 shrink-0 max-sm:w-auto max-sm:flex-1">
                <span className="block text-[13px] font-medium text-ink">{label}</span>
                <span id={`format-${format}`} className="block text-xs leading-4.5 text-muted">{use}</span>
              </span>
              <code className={`min-w-0 flex-1 font-mono text-xs leading-5 break-words text-ink-soft ${format === value ? 'max-sm:mt-1.5 max-sm:basis-full max-sm:pl-7' : 'max-sm:hidden'}`}>{sample}</code>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
