/** Which columns show, how wide they are, how high rows are, and whether the list comes in plain pages. */
import { Minus, Plus } from 'lucide-react';

import { Button } from 'src/components/ui/button';
import { PAGE_SIZES, useSettings } from 'src/lib/settings';

import { changeWidth, COLUMNS } from './columns';

/** One press of a width button. */
const WIDTH_STEP_PX = 24;

/** From the width that the column has now, whatever gave it that. */
function changeWidthBy(id: string, differencePx: number): void {
  const widthPx = document.querySelector(`[data-column="${id}"]`)?.getBoundingClientRect().width;
  if (widthPx !== undefined) {
    changeWidth(id, Math.round(widthPx + differencePx));
  }
}

export default function ColumnMenu() {
  const { density, hiddenColumns, usesPages, pageSize, changeSettings } = useSettings();
  return (
    <div className="flex flex-col gap-3 text-[13px]">
      <fieldset>
        <legend className="mb-1 text-xs text-muted">Columns</legend>
        {COLUMNS.map(({ id, header, isRequired = false }) => (
          <div key={id} className="flex h-8 items-center">
            <label className="flex flex-1 cursor-pointer items-center gap-2.5">
              <input
                type="checkbox"
                className="size-3.5 accent-accent"
                disabled={isRequired}
                checked={isRequired || !hiddenColumns.includes(id)}
                onChange={(event) => {
                  const others = hiddenColumns.filter((other) => other !== id);
                  changeSettings({ hiddenColumns: event.target.checked ? others : [...others, id] });
                }}
              />
              {header}
            </label>
            <Button variant="icon" className="h-7 w-7" aria-label={`${header} narrower`} onClick={() => { changeWidthBy(id, -WIDTH_STEP_PX); }}>
              <Minus aria-hidden="true" className="size-3.5" />
            </Button>
            <Button variant="icon" className="h-7 w-7" aria-label={`${header} wider`} onClick={() => { changeWidthBy(id, WIDTH_STEP_PX); }}>
              <Plus aria-hidden="true" className="size-3.5" />
            </Button>
          </div>
        ))}
        <Button variant="quiet" className="mt-1 h-7" onClick={() => { changeSettings({ hiddenColumns: [], columnWidths: {} }); }}>
          Back to the standard columns
        </Button>
      </fieldset>
      <label className="flex cursor-pointer items-center gap-2.5 border-t border-line pt-3">
        <input
          type="checkbox"
          className="size-3.5 accent-accent"
          checked={density === 'dense'}
          onChange={(event) => { changeSettings({ density: event.target.checked ? 'dense' : 'comfortable' }); }}
        />
        Dense rows
      </label>
      <div className="flex items-center gap-2.5">
        <label className="flex flex-1 cursor-pointer items-center gap-2.5">
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={usesPages}
            onChange={(event) => { changeSettings({ usesPages: event.target.checked }); }}
          />
          Plain pages
        </label>
        <select
          aria-label="Rows per page"
          value={pageSize}
          onChange={(event) => {
            const chosen = PAGE_SIZES.find((size) => size === Number(event.target.value));
            changeSettings(chosen === undefined ? {} : { pageSize: chosen });
          }}
          className="h-7 rounded-md border border-line bg-surface px-1.5 text-[13px]"
        >
          {PAGE_SIZES.map((size) => (
            <option key={size} value={size}>{size} rows</option>
          ))}
        </select>
      </div>
    </div>
  );
}
