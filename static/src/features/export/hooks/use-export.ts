/** How much is exported, what the API says of the file, and its download. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { fetchConversationCount } from 'src/lib/conversation-count';
import { filtersOf } from 'src/lib/filters';
import { queryKeys } from 'src/lib/query-keys';

import { download, type DownloadRequest } from '../api/download';
import { fetchManifest } from '../api/export';
import type { ExportSource } from '../api/export-search';

export function useExportCount(source: ExportSource) {
  const filters = filtersOf(source);
  return useQuery({
    queryKey: queryKeys.conversations.count(filters),
    queryFn: ({ signal }) => fetchConversationCount(filters, signal),
  });
}

/** Up to this many conversations are written and checked within about a second, so nobody has to ask for it. */
const CHECKED_UNASKED = 20_000;

export function useManifest(source: ExportSource, count: number | undefined) {
  const key = JSON.stringify(source);
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const isWanted = askedFor === key || (count !== undefined && count > 0 && count <= CHECKED_UNASKED);
  const query = useQuery({
    queryKey: ['export', 'manifest', source],
    queryFn: ({ signal }) => fetchManifest(source, signal),
    enabled: isWanted,
    networkMode: 'always',
    // What is shown belongs to the file that was downloaded; it is made anew when it is asked for.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return { query, isWanted, ask: () => { setAskedFor(key); } };
}

export function useDownload() {
  const [receivedBytes, setReceivedBytes] = useState(0);
  const controller = useRef<AbortController | null>(null);
  const { mutate, reset, data, error, variables, isPending } = useMutation({
    networkMode: 'always',
    mutationFn: (wanted: DownloadRequest) => {
      controller.current = new AbortController();
      setReceivedBytes(0);
      return download(wanted, controller.current.signal, setReceivedBytes);
    },
  });
  const isCancelled = error?.name === 'AbortError';
  return {
    start: mutate,
    cancel: () => { controller.current?.abort(); },
    reset,
    receivedBytes,
    isRunning: isPending,
    isCancelled,
    error: isCancelled ? null : error,
    /** What was downloaded, or is being. */
    wanted: variables,
    done: data,
  };
}
