/** What a user likes on this device. Every change holds at once and is kept in the browser. */
import { type ReactNode, useId } from 'react';

import { DENSITIES, PAGE_SIZES, useSettings } from 'src/lib/settings';
import { THEMES, useThemeStore } from 'src/lib/theme';

export function SettingsPage() {
  const { theme, setTheme } = useThemeStore();
  const { density, usesPages, pageSize, letterShortcuts, changeSettings } = useSettings();
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-160 px-4 py-8">
        <h1 className="text-lg font-semibold text-ink">Settings</h1>
        <p className="mt-1 text-[13px] text-muted">Kept in this browser, for everybody who signs in here.</p>
        <Section title="Appearance">
          <Choice label="Theme" options={THEMES} labels={{ system: 'System', light: 'Light', dark: 'Dark' }} value={theme} onChange={setTheme} />
          <Choice
            label="Rows"
            options={DENSITIES}
            labels={{ comfortable: 'Comfortable', dense: 'Dense' }}
            value={density}
            onChange={(chosen) => { changeSettings({ density: chosen }); }}
          />
        </Section>
        <Section title="List">
          <Switch
            label="Plain pages"
            hint="Previous and Next instead of one long table."
            value={usesPages}
            onChange={(chosen) => { changeSettings({ usesPages: chosen }); }}
          />
          <Choice
            label="Rows on a page"
            options={PAGE_SIZES.map(String)}
            labels={Object.fromEntries(PAGE_SIZES.map((size) => [String(size), String(size)]))}
            value={String(pageSize)}
            onChange={(chosen) => {
              const size = PAGE_SIZES.find((known) => String(known) === chosen);
              changeSettings(size === undefined ? {} : { pageSize: size });
            }}
          />
        </Section>
        <Section title="Keyboard">
          <Switch
            label="Single-letter shortcuts"
            hint="Turn them off if you dictate, or if letters are pressed by mistake."
            value={letterShortcuts}
            onChange={(chosen) => { changeSettings({ letterShortcuts: chosen }); }}
          />
        </Section>
      </div>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="text-[13px] font-medium text-ink">{title}</h2>
      <div className="mt-2 divide-y divide-line-soft rounded-lg border border-line">{children}</div>
    </section>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly T[];
  labels: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, options, labels, value, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3.5 py-2.5">
      <legend className="float-left flex-1 text-[13px] text-ink">{label}</legend>
      <div className="flex rounded-md bg-hover p-0.5">
        {options.map((option) => (
          <label
            key={option}
            className="flex h-7 cursor-pointer items-center rounded px-2.5 text-[13px] text-muted has-checked:bg-surface has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name={name} className="sr-only" checked={option === value} onChange={() => { onChange(option); }} />
            {labels[option]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SwitchProps {
  label: string;
  hint: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

function Switch({ label, hint, value, onChange }: SwitchProps) {
  const hintId = useId();
  return (
    <label className="flex cursor-pointer items-center gap-4 px-3.5 py-2.5">
      <span className="flex-1">
        <span className="block text-[13px] text-ink">{label}</span>
        <span id={hintId} className="block text-xs text-muted">{hint}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-label={label}
        aria-describedby={hintId}
        checked={value}
        onChange={(event) => { onChange(event.target.checked); }}
        className="size-4 accent-accent"
      />
    </label>
  );
}
