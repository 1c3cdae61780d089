/** One import at a time: how far it is, what came of it, and how to stop it. Whatever it ends with, conversations may be there that were not before. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { queryKeys } from 'src/lib/query-keys';

import { importFile, type ImportRequest } from '../api/import';

export function useImport() {
  const queryClient = useQueryClient();
  const [sentBytes, setSentBytes] = useState(0);
  const controller = useRef<AbortController | null>(null);
  const { mutate, reset, data, error, variables, isPending } = useMutation({
    // Without a network it is to fail with words at once, not to wait for one.
    networkMode: 'always',
    mutationFn: async (request: ImportRequest) => {
      controller.current = new AbortController();
      setSentBytes(0);
      const startedOn = new Date().toISOString().slice(0, 10);
      const report = await importFile(request, controller.current.signal, setSentBytes);
      return { report, startedOn };
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.conversations.all }),
  });
  const isCancelled = error?.name === 'AbortError';
  return {
    start: mutate,
    cancel: () => { controller.current?.abort(); },
    reset,
    sentBytes,
    isRunning: isPending,
    isCancelled,
    error: isCancelled ? null : error,
    /** What was asked for last. */
    request: variables,
    /** The report, and the day (UTC) on which the import began. */
    result: data,
  };
}
