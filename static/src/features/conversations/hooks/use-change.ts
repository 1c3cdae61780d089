/**
 * Changing one conversation. A move of the status shows at once, in the list and in the panel; a failure puts the row back and says why, with Retry. A
 * conversation that somebody else has changed meanwhile is a conflict, which is for the user to decide.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Conversation } from 'src/lib/conversation';
import { STATUS_LABELS } from 'src/lib/conversation';
import {
  changeConversation,
  type ConversationChange,
  type ConversationDetail,
  conversationDetailSchema,
  fetchConversation,
  replaceTurns,
  type Turn,
} from 'src/lib/conversation-detail';
import { ApiError } from 'src/lib/problem';
import { queryKeys } from 'src/lib/query-keys';
import { showToast } from 'src/lib/toasts';

import type { ConversationPage } from '../api/conversations';
import { conversationQuery } from './conversation-query';
import type { ListData } from './row-window';

/** Fields that are left out stay as they are; so do turns. */
export interface Change extends ConversationChange {
  turns?: Pick<Turn, 'role' | 'content'>[];
}

/** What the user wanted, and what somebody else made of the conversation meanwhile. */
export interface Conflict {
  mine: Change;
  theirs: ConversationDetail;
}

interface Variables {
  change: Change;
  version: number;
}

async function write(id: string, { turns, ...fields }: Change, version: number): Promise<ConversationDetail> {
  const withFields = Object.keys(fields).length === 0 ? null : await changeConversation(id, fields, version);
  if (turns === undefined) {
    return withFields ?? fetchConversation(id, new AbortController().signal);
  }
  return replaceTurns(id, turns, withFields?.version ?? version);
}

async function theirsOf(id: string, error: ApiError): Promise<ConversationDetail> {
  const current = conversationDetailSchema.safeParse(error.current);
  return current.success ? current.data : fetchConversation(id, new AbortController().signal);
}

export function useChange(id: string) {
  const queryClient = useQueryClient();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const { queryKey } = conversationQuery(id);

  /** Puts a conversation into every list and into the panel. */
  const show = (changed: Partial<Conversation>) => {
    const inPage = (page: ConversationPage): ConversationPage =>
      page.data.some((row) => row.id === id) ? { ...page, data: page.data.map((row) => (row.id === id ? { ...row, ...changed } : row)) } : page;
    queryClient.setQueriesData<ListData | ConversationPage>({ queryKey: queryKeys.conversations.lists }, (list) => {
      if (list === undefined) {
        return undefined;
      }
      return 'pages' in list ? { ...list, pages: list.pages.map(inPage) } : inPage(list);
    });
    queryClient.setQueryData(queryKey, (detail) => (detail === undefined ? undefined : { ...detail, ...changed }));
  };

  const mutation = useMutation<ConversationDetail, Error, Variables, ConversationDetail | undefined>({
    mutationFn: ({ change, version }) => write(id, change, version),
    onMutate: async ({ change: { status } }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      if (status !== undefined) {
        show({ status });
      }
      return before;
    },
    onSuccess: (detail, { change: { status } }) => {
      // The panel's own parts (turns, history) come with it; the rows take what they show.
      queryClient.setQueryData(queryKey, detail);
      const { title, persona, emotion, qualityScore, totalTurns, category, version, updatedAt } = detail;
      show({ title, persona, emotion, qualityScore, totalTurns, category, version, updatedAt, status: detail.status });
      showToast({ title: status === undefined ? 'Saved' : STATUS_LABELS[detail.status], detail: detail.title ?? 'Untitled' });
    },
    onError: async (error, { change, version }, before) => {
      if (before !== undefined) {
        show({ status: before.status });
      }
      if (error instanceof ApiError && error.status === 412) {
        setConflict({ mine: change, theirs: await theirsOf(id, error) });
        return;
      }
      const { title, detail } = error instanceof ApiError ? error : { title: 'Something went wrong', detail: error.message };
      showToast({ kind: 'error', title, detail, action: { label: 'Retry', run: () => { mutation.mutate({ change, version }); } } });
    },
    onSettled: () => {
      for (const part of ['count', 'facets']) {
        void queryClient.invalidateQueries({ queryKey: [...queryKeys.conversations.all, part] });
      }
    },
  });

  return {
    change: mutation.mutateAsync,
    isPending: mutation.isPending,
    conflict,
    /** Ends a conflict: writes mine over theirs, or takes theirs. */
    resolve: (side: 'mine' | 'theirs') => {
      if (conflict === null) {
        return;
      }
      setConflict(null);
      const { theirs, mine } = conflict;
      queryClient.setQueryData(queryKey, theirs);
      show(theirs);
      if (side === 'mine') {
        mutation.mutate({ change: mine, version: theirs.version });
      }
    },
    dismissConflict: () => { setConflict(null); },
  };
}
