/** Alerts: their state, and thresholds as a form holds them before they are sent. */
import * as z from 'zod/mini';

import { getJson, sendJson } from 'src/lib/api-client';

const alertSchema = z.object({
  name: z.string(),
  comparison: z.enum(['above', 'below']),
  threshold: z.number(),
  unit: z.enum(['ms', 'percent', 'score']),
  windowSeconds: z.number(),
  enabled: z.boolean(),
  state: z.enum(['unknown', 'ok', 'firing']),
  stateSince: z.iso.datetime({ offset: true }),
  value: z.nullable(z.number()),
  updatedBy: z.string(),
});

const alertsSchema = z.object({ alerts: z.array(alertSchema) });

export type Alert = z.infer<typeof alertSchema>;

/** What of an alert can be changed, as it is typed. */
export interface AlertDraft {
  threshold: string;
  windowMinutes: string;
  enabled: boolean;
}

interface AlertChange {
  name: string;
  threshold?: number;
  windowSeconds?: number;
  enabled?: boolean;
}

const TITLES: Record<string, string> = {
  api_duration_p95: 'Response time, slowest route (p95)',
  api_error_rate: 'Failed requests',
  cache_hit_rate: 'Cache hit rate',
  database_connections: 'Connections in use',
  database_duration_mean: 'Slowest statement (mean)',
  first_byte_p75: 'Time to first byte (p75)',
  first_paint_p75: 'First contentful paint (p75)',
  interaction_p75: 'Interaction to next paint (p75)',
  layout_shift_p75: 'Layout shift (p75)',
  page_load_p75: 'Largest contentful paint (p75)',
};

/** The name in words; of one that is newer than this page, its own. */
export function alertTitle(name: string): string {
  return TITLES[name] ?? name.replaceAll('_', ' ');
}

/** The largest threshold that the API takes, by unit. */
const LARGEST: Record<Alert['unit'], number> = { ms: 3_600_000, percent: 100, score: 10 };

/** A day. */
const MOST_MINUTES = 1_440;

export function draftOf({ threshold, windowSeconds, enabled }: Alert): AlertDraft {
  return { threshold: String(threshold), windowMinutes: String(windowSeconds / 60), enabled };
}

/** What is wrong with a typed threshold, or null. */
export function thresholdError({ unit }: Alert, typed: string): string | null {
  const largest = LARGEST[unit];
  return isWithin(typed, 0, largest) ? null : `A number from 0 to ${largest.toLocaleString('en-US')}`;
}

/** What is wrong with a typed window, or null. */
export function windowError(typed: string): string | null {
  const isWhole = Number.isInteger(Number(typed) * 60);
  return isWithin(typed, 1, MOST_MINUTES) && isWhole ? null : `Minutes, 1 to ${MOST_MINUTES.toLocaleString('en-US')}`;
}

function isWithin(typed: string, least: number, most: number): boolean {
  const value = Number(typed);
  return typed.trim() !== '' && value >= least && value <= most;
}

/** What differs from what is stored; alerts without a difference are left out. */
export function changesOf(alerts: readonly Alert[], drafts: Readonly<Record<string, AlertDraft>>): AlertChange[] {
  return alerts.flatMap((alert) => {
    const draft = drafts[alert.name];
    if (draft === undefined) {
      return [];
    }
    const threshold = Number(draft.threshold);
    const windowSeconds = Number(draft.windowMinutes) * 60;
    const change = {
      ...(threshold === alert.threshold ? {} : { threshold }),
      ...(windowSeconds === alert.windowSeconds ? {} : { windowSeconds }),
      ...(draft.enabled === alert.enabled ? {} : { enabled: draft.enabled }),
    };
    return Object.keys(change).length === 0 ? [] : [{ name: alert.name, ...change }];
  });
}

export async function fetchAlerts(signal: AbortSignal): Promise<Alert[]> {
  return (await getJson('/api/admin/alerts', new URLSearchParams(), alertsSchema, signal)).alerts;
}

/** Answers with all alerts, evaluated anew. */
export async function saveAlerts(changes: readonly AlertChange[]): Promise<Alert[]> {
  return (await sendJson('PUT', '/api/admin/alerts', { alerts: changes }, alertsSchema)).alerts;
}
