/** Templates, scenarios and edge cases as the API has them: one shape, three resources. */
import * as z from 'zod/mini';

import { getJson, remove, sendJson } from 'src/lib/api-client';

export const RESOURCES = ['templates', 'scenarios', 'edge-cases'] as const;
export type Resource = (typeof RESOURCES)[number];

interface ResourceWords {
  title: string;
  one: string;
  /** What one of them may belong to. */
  parent: { resource: Resource; field: 'templateId' | 'scenarioId'; label: string } | null;
}

export const WORDS: Record<Resource, ResourceWords> = {
  templates: { title: 'Templates', one: 'template', parent: null },
  scenarios: { title: 'Scenarios', one: 'scenario', parent: { resource: 'templates', field: 'templateId', label: 'Template' } },
  'edge-cases': { title: 'Edge cases', one: 'edge case', parent: { resource: 'scenarios', field: 'scenarioId', label: 'Scenario' } },
};

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  category: z.array(z.string()),
  active: z.boolean(),
  version: z.number(),
  updatedAt: z.iso.datetime({ offset: true }),
});

export const itemSchema = z.extend(rowSchema, {
  body: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  templateId: z.optional(z.nullable(z.string())),
  scenarioId: z.optional(z.nullable(z.string())),
  usedBy: z.optional(
    z.object({ conversations: z.number(), scenarios: z.optional(z.number()), edgeCases: z.optional(z.number()) }),
  ),
});

const pageSchema = z.object({
  data: z.array(rowSchema),
  pagination: z.object({ nextCursor: z.nullable(z.string()), totalCount: z.nullable(z.number()) }),
});

export type LibraryRow = z.infer<typeof rowSchema>;
export type LibraryItem = z.infer<typeof itemSchema>;
export type LibraryPage = z.infer<typeof pageSchema>;

/** What of an item can be written. */
export interface Draft {
  name: string;
  description: string;
  body: string;
  category: string[];
  parameters: Record<string, unknown>;
  active: boolean;
  /** The id of what it belongs to; null for nothing. */
  parentId: string | null;
}

export function draftOf(resource: Resource, item: LibraryItem | undefined): Draft {
  const { parent } = WORDS[resource];
  return {
    name: item?.name ?? '',
    description: item?.description ?? '',
    body: item?.body ?? '',
    category: item?.category ?? [],
    parameters: item?.parameters ?? {},
    active: item?.active ?? true,
    parentId: (parent === null ? undefined : item?.[parent.field]) ?? null,
  };
}

export function fetchPage(resource: Resource, search: string, cursor: string | null, signal: AbortSignal): Promise<LibraryPage> {
  const query = new URLSearchParams({ limit: '100' });
  if (search !== '') {
    query.set('search', search);
  }
  if (cursor !== null) {
    query.set('cursor', cursor);
  }
  return getJson(`/api/${resource}`, query, pageSchema, signal);
}

export function fetchItem(resource: Resource, id: string, signal: AbortSignal): Promise<LibraryItem> {
  return getJson(`/api/${resource}/${id}`, new URLSearchParams(), itemSchema, signal);
}

/** Makes one, or changes the one at this version. */
export function saveItem(resource: Resource, item: LibraryItem | undefined, draft: Draft): Promise<LibraryItem> {
  const { parentId, ...fields } = draft;
  const { parent } = WORDS[resource];
  const isNew = item === undefined;
  // A new one says nothing of a parent it has not; a changed one says that it has none any more.
  const reference = parent === null || (isNew && parentId === null) ? {} : { [parent.field]: parentId };
  const body = { ...fields, ...reference };
  return isNew
    ? sendJson('POST', `/api/${resource}`, body, itemSchema)
    : sendJson('PATCH', `/api/${resource}/${item.id}`, body, itemSchema, { version: item.version });
}

export function deleteItem(resource: Resource, { id, version }: LibraryItem): Promise<void> {
  return remove(`/api/${resource}/${id}`, { version });
}
