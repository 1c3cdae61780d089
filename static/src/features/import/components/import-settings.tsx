/** What the new conversations begin with. */
import { useState } from 'react';

import { STATUS_LABELS, TIER_LABELS, TIERS } from 'src/lib/conversation';
import { TEXT_MAX_LENGTH } from 'src/lib/filters';

import { FIRST_STATUSES, type ImportOptions } from '../api/import';

const FIELD = 'mt-1 block h-8 w-full rounded-md border border-line bg-surface px-2.5 text-[13px] text-ink focus:border-accent focus:outline-none';

interface ImportSettingsProps {
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
}

export function ImportSettings({ options, onChange }: ImportSettingsProps) {
  const [typed, setTyped] = useState(options.category.join(', '));
  return (
    <fieldset className="grid gap-4 sm:grid-cols-3">
      <legend className="mb-2 text-[13px] font-medium text-ink">New conversations</legend>
      <label className="text-[13px] text-ink">
        Begin as
        <select
          value={options.status}
          onChange={(event) => { onChange({ ...options, status: FIRST_STATUSES.find((status) => status === event.target.value) ?? options.status }); }}
          className={FIELD}
        >
          {FIRST_STATUSES.map((status) => <option key={status} value={status}>{STATUS_LABELS[status]}</option>)}
        </select>
      </label>
      <label className="text-[13px] text-ink">
        Tier, if a line has none
        <select
          value={options.tier}
          onChange={(event) => { onChange({ ...options, tier: TIERS.find((tier) => tier === event.target.value) ?? options.tier }); }}
          className={FIELD}
        >
          {TIERS.map((tier) => <option key={tier} value={tier}>{TIER_LABELS[tier]}</option>)}
        </select>
      </label>
      <label className="text-[13px] text-ink">
        Add categories
        <input
          value={typed}
          maxLength={TEXT_MAX_LENGTH}
          placeholder="tax, batch 7"
          onChange={(event) => {
            setTyped(event.target.value);
            onChange({ ...options, category: [...new Set(event.target.value.split(',').map((name) => name.trim()).filter(Boolean))] });
          }}
          className={FIELD}
        />
      </label>
    </fieldset>
  );
}
