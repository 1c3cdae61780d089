/**
 * Reading and writing the library. What is read stays fresh for as long as the API itself would serve it from its cache; a write forgets what was read of all
 * three resources, as counts of use go from one to the other.
 */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { queryKeys } from 'src/lib/query-keys';

import { deleteItem, type Draft, fetchItem, fetchPage, type LibraryItem, type Resource, saveItem } from '../api/library';

const LIST_FRESH_MS = 300_000;
const ITEM_FRESH_MS = 600_000;

export function useLibraryList(resource: Resource, search: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.library.list(resource, search),
    queryFn: ({ pageParam, signal }) => fetchPage(resource, search, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.nextCursor,
    // Rows of another resource would be wrong; those of another search are only old.
    placeholderData: (previous, query) => (query?.queryKey[1] === resource ? keepPreviousData(previous) : undefined),
    staleTime: LIST_FRESH_MS,
  });
}

export function useLibraryItem(resource: Resource, id: string | null) {
  return useQuery({
    queryKey: queryKeys.library.item(resource, id ?? ''),
    queryFn: ({ signal }) => fetchItem(resource, id ?? '', signal),
    enabled: id !== null,
    staleTime: ITEM_FRESH_MS,
  });
}

export function useSaveItem(resource: Resource) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ item, draft }: { item: LibraryItem | undefined; draft: Draft }) => saveItem(resource, item, draft),
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKeys.library.item(resource, saved.id), saved);
      return queryClient.invalidateQueries({ queryKey: queryKeys.library.all });
    },
  });
}

export function useDeleteItem(resource: Resource) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (item: LibraryItem) => deleteItem(resource, item),
    onSuccess: (_, item) => {
      queryClient.removeQueries({ queryKey: queryKeys.library.item(resource, item.id) });
      return queryClient.invalidateQueries({ queryKey: queryKeys.library.all });
    },
  });
}
