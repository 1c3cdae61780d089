/** Alerts with their state, and a form of their thresholds. What is typed stays while the states around it are renewed. */
import { type SubmitEvent, useId, useState } from 'react';

import { Button } from 'src/components/ui/button';
import { formatExactTime, formatRelativeTime } from 'src/lib/format';
import { ApiError } from 'src/lib/problem';
import { showToast } from 'src/lib/toasts';
import { useNow } from 'src/lib/use-now';

import { type Alert, type AlertDraft, alertTitle, changesOf, draftOf, thresholdError, windowError } from '../api/alerts';
import { formatMs, formatPercent, formatVital } from '../api/figures';
import { useAlerts, useSaveAlerts } from '../hooks/use-performance';
import { Badge, type Tone } from './badge';
import { DataTable, HeadCell, NumberCell, TextCell } from './data-table';
import { Panel } from './panel';

const STATES: Record<Alert['state'], { tone: Tone; label: string }> = {
  firing: { tone: 'bad', label: 'firing' },
  ok: { tone: 'good', label: 'ok' },
  unknown: { tone: 'neutral', label: 'not measured' },
};

const UNITS: Record<Alert['unit'], string> = { ms: 'ms', percent: '%', score: '' };

const FIELD = 'h-7 rounded-md border border-line bg-surface px-2 text-right text-[13px] tabular-nums text-ink focus:border-accent focus:outline-none aria-invalid:border-danger';

export function AlertsPanel() {
  const alerts = useAlerts();
  return (
    <Panel title="Alerts" note="each over its own time, up to now" query={alerts} rows={10}>
      {(data) => <AlertsForm alerts={data} />}
    </Panel>
  );
}

function AlertsForm({ alerts }: { alerts: readonly Alert[] }) {
  const [drafts, setDrafts] = useState<Record<string, AlertDraft>>({});
  const save = useSaveAlerts();
  const nowMs = useNow();
  const changes = changesOf(alerts, drafts);
  const isValid = alerts.every((alert) => {
    const draft = drafts[alert.name];
    return draft === undefined || (thresholdError(alert, draft.threshold) === null && windowError(draft.windowMinutes) === null);
  });

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(changes, {
      onSuccess: () => {
        setDrafts({});
        showToast({ title: 'Thresholds saved' });
      },
    });
  };

  return (
    <form onSubmit={submit} aria-label="Thresholds" noValidate>
      <DataTable
        caption="Alerts and thresholds"
        columns={[{ label: 'Alert' }, { label: 'State' }, { label: 'Since' }, { label: 'Now', isNumber: true }, { label: 'Threshold', isNumber: true }, { label: 'Over minutes', isNumber: true }, { label: 'On' }]}
      >
        {alerts.map((alert) => (
          <AlertRow
            key={alert.name}
            alert={alert}
            draft={drafts[alert.name] ?? draftOf(alert)}
            nowMs={nowMs}
            onChange={(part) => { setDrafts((current) => ({ ...current, [alert.name]: { ...(current[alert.name] ?? draftOf(alert)), ...part } })); }}
          />
        ))}
      </DataTable>
      <div className="flex flex-wrap items-center gap-2 border-t border-line-soft px-4 py-2.5">
        <Button type="submit" variant="primary" disabled={changes.length === 0 || !isValid || save.isPending}>{save.isPending ? 'Saving…' : 'Save thresholds'}</Button>
        {Object.keys(drafts).length === 0 ? null : (
          <Button
            variant="quiet"
            onClick={() => {
              setDrafts({});
              save.reset();
            }}
          >
            Discard
          </Button>
        )}
        {save.error === null ? null : <p role="alert" className="text-[13px] text-danger">{save.error instanceof ApiError ? save.error.detail : save.error.message}</p>}
      </div>
    </form>
  );
}

interface AlertRowProps {
  alert: Alert;
  draft: AlertDraft;
  nowMs: number;
  onChange: (part: Partial<AlertDraft>) => void;
}

function AlertRow({ alert, draft, nowMs, onChange }: AlertRowProps) {
  const { name, comparison, unit, state, stateSince, value } = alert;
  const title = alertTitle(name);
  const sinceMs = Date.parse(stateSince);
  const { tone, label } = STATES[state];
  return (
    <tr className="align-middle">
      <HeadCell className="min-w-44">{title}</HeadCell>
      <TextCell><Badge tone={tone}>{label}</Badge></TextCell>
      <TextCell className="whitespace-nowrap">
        <time dateTime={stateSince} title={formatExactTime(sinceMs)}>{formatRelativeTime(Math.min(sinceMs, nowMs), nowMs)}</time>
      </TextCell>
      <NumberCell className="text-ink">{valueText(unit, value)}</NumberCell>
      <NumberCell>
        <Typed
          label={`Threshold of ${title}`}
          error={thresholdError(alert, draft.threshold)}
          before={comparison}
          after={UNITS[unit]}
          className="w-20"
          value={draft.threshold}
          onChange={(threshold) => { onChange({ threshold }); }}
        />
      </NumberCell>
      <NumberCell>
        <Typed
          label={`Minutes of ${title}`}
          error={windowError(draft.windowMinutes)}
          className="w-16"
          value={draft.windowMinutes}
          onChange={(windowMinutes) => { onChange({ windowMinutes }); }}
        />
      </NumberCell>
      <TextCell>
        <input type="checkbox" role="switch" aria-label={`${title} is on`} checked={draft.enabled} onChange={(event) => { onChange({ enabled: event.target.checked }); }} className="block size-4 accent-accent" />
      </TextCell>
    </tr>
  );
}

interface TypedProps {
  label: string;
  error: string | null;
  before?: string;
  after?: string;
  className: string;
  value: string;
  onChange: (value: string) => void;
}

function Typed({ label, error, before, after, className, value, onChange }: TypedProps) {
  const errorId = useId();
  return (
    <span className="inline-flex flex-col items-end gap-0.5">
      <span className="inline-flex items-center gap-1.5">
        <span className="text-xs text-muted">{before}</span>
        <input
          aria-label={label}
          inputMode="decimal"
          aria-invalid={error !== null}
          aria-describedby={errorId}
          value={value}
          onChange={(event) => { onChange(event.target.value); }}
          className={`${FIELD} ${className}`}
        />
        {after === undefined ? null : <span className="w-5 text-left text-xs text-muted">{after}</span>}
      </span>
      <span id={errorId} aria-live="polite" className="text-xs whitespace-normal text-danger empty:hidden">{error}</span>
    </span>
  );
}

function valueText(unit: Alert['unit'], value: number | null): string {
  switch (unit) {
    case 'ms':
      return formatMs(value);
    case 'percent':
      return formatPercent(value);
    case 'score':
      return value === null ? formatMs(null) : formatVital('CLS', value);
  }
}
