/**
 * Keys of the query cache. Each starts with the resource, so that a change of one can invalidate all that was read of it. A count's key holds
 * neither order nor page: sorting a list leaves its count alone.
 */
export const queryKeys = {
  conversations: {
    all: ['conversations'] as const,
    lists: ['conversations', 'list'] as const,
    list: (filters: object, sort: object) => ['conversations', 'list', filters, sort] as const,
    count: (filters: object) => ['conversations', 'count', filters] as const,
  },
  library: {
    all: ['library'] as const,
    list: (resource: string, search: string) => ['library', resource, 'list', search] as const,
    item: (resource: string, id: string) => ['library', resource, 'item', id] as const,
  },
  performance: {
    requests: (window: string, route: string) => ['performance', 'requests', window, route] as const,
    cache: (window: string) => ['performance', 'cache', window] as const,
    webVitals: (window: string) => ['performance', 'web-vitals', window] as const,
    connections: ['performance', 'connections'] as const,
    activity: ['performance', 'activity'] as const,
    indexes: ['performance', 'indexes'] as const,
    alerts: ['performance', 'alerts'] as const,
  },
};
