import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';

import { conversationQuery } from './conversation-query';

/** How long the pointer must rest on a row before it is read ahead, in milliseconds: passing over rows reads none. */
const REST_MS = 80;

/** Reads a conversation ahead, and the code of the panel, once the pointer rests on its row. */
export function usePreview(loadPanel: () => Promise<unknown>): (id: string) => void {
  const queryClient = useQueryClient();
  const timer = useRef<number>(undefined);
  return useCallback(
    (id) => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        void loadPanel();
        // A failure shows when the row is opened.
        queryClient.query(conversationQuery(id)).catch(() => undefined);
      }, REST_MS);
    },
    [loadPanel, queryClient],
  );
}
