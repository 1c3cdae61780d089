/**
 * A session of reviewing. A decision shows at once: the next conversation is there while the last one is still on its way. Where it fails, the conversation
 * comes back as the next one, with the reason. What was decided in this session can be taken back, step by step.
 */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';

import type { Conversation } from 'src/lib/conversation';
import { fetchConversation } from 'src/lib/conversation-detail';
import { ApiError } from 'src/lib/problem';
import { showToast } from 'src/lib/toasts';

import { type Action, decide, type Decision, fetchQueue, fetchWaiting, undo } from '../api/queue';
import type { ReviewSearch } from '../api/review-search';

/** Conversations that are read before they are looked at. */
const PREFETCHED = 3;
/** The next page is asked for when this few are left of those that are known. */
const LOW_WATER = 10;
const DETAIL_FRESH_MS = 15_000;

export interface Step {
  conversation: Conversation;
  action: Action;
  batchId: string | null;
}

interface Session {
  /** Ids that are decided or skipped: no longer in the queue, whatever page of it still names them. */
  gone: ReadonlySet<string>;
  /** Came back, by a failure or by Undo; before everything else. */
  returned: readonly Conversation[];
  /** What was decided, the latest last. */
  steps: readonly Step[];
  /** When the first decision was made, in milliseconds since 1970. */
  startedAt: number | null;
}

type Event =
  | { type: 'leave'; conversation: Conversation }
  | { type: 'decide'; step: Step; at: number }
  | { type: 'confirm'; id: string; batchId: string }
  | { type: 'return'; conversation: Conversation }
  | { type: 'again' };

const NEW_SESSION: Session = { gone: new Set(), returned: [], steps: [], startedAt: null };

export function sessionReducer(session: Session, event: Event): Session {
  switch (event.type) {
    case 'leave':
    case 'decide': {
      const conversation = event.type === 'leave' ? event.conversation : event.step.conversation;
      const left = {
        ...session,
        gone: new Set(session.gone).add(conversation.id),
        returned: session.returned.filter(({ id }) => id !== conversation.id),
      };
      return event.type === 'leave' ? left : { ...left, steps: [...session.steps, event.step], startedAt: session.startedAt ?? event.at };
    }
    case 'confirm':
      return { ...session, steps: session.steps.map((step) => (step.conversation.id === event.id ? { ...step, batchId: event.batchId } : step)) };
    case 'again':
      return { ...session, gone: new Set(session.steps.map(({ conversation }) => conversation.id)) };
    case 'return': {
      const { id } = event.conversation;
      return {
        ...session,
        returned: [event.conversation, ...session.returned.filter((other) => other.id !== id)],
        steps: session.steps.filter((step) => step.conversation.id !== id),
      };
    }
  }
}

function now(): number {
  return Date.now();
}

export function detailKey(id: string) {
  return ['conversations', 'detail', id] as const;
}

export function useReview(search: ReviewSearch) {
  const queryClient = useQueryClient();
  const [session, dispatch] = useReducer(sessionReducer, NEW_SESSION);
  const queue = useInfiniteQuery({
    queryKey: ['conversations', 'review', search],
    queryFn: ({ pageParam, signal }) => fetchQueue(search, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.nextCursor,
    staleTime: Infinity,
    gcTime: 0,
  });
  const waiting = useQuery({
    queryKey: ['conversations', 'count', 'review', search],
    queryFn: ({ signal }) => fetchWaiting(search, signal),
  });

  const known = queue.data?.pages.flatMap((page) => page.data) ?? [];
  const upcoming = [...session.returned, ...known.filter(({ id }) => !session.gone.has(id))];
  const current = upcoming[0];

  const isLow = upcoming.length < LOW_WATER;
  const { hasNextPage, isFetching, fetchNextPage } = queue;
  useEffect(() => {
    if (isLow && hasNextPage && !isFetching) {
      void fetchNextPage();
    }
  }, [isLow, hasNextPage, isFetching, fetchNextPage]);

  const next = upcoming.slice(1, 1 + PREFETCHED).map(({ id }) => id).join(' ');
  useEffect(() => {
    for (const id of next.split(' ').filter(Boolean)) {
      // What cannot be read ahead is read when it is looked at, and says then why not.
      queryClient.query({ queryKey: detailKey(id), queryFn: ({ signal }) => fetchConversation(id, signal), staleTime: DETAIL_FRESH_MS }).catch(() => undefined);
    }
  }, [next, queryClient]);

  const detail = useQuery({
    queryKey: detailKey(current?.id ?? ''),
    queryFn: ({ signal }) => fetchConversation(current?.id ?? '', signal),
    enabled: current !== undefined,
    staleTime: DETAIL_FRESH_MS,
  });

  const send = async (conversation: Conversation, decision: Decision) => {
    dispatch({ type: 'decide', step: { conversation, action: decision.action, batchId: null }, at: now() });
    try {
      const outcome = await decide(conversation.id, decision);
      if (outcome.isDone) {
        dispatch({ type: 'confirm', id: conversation.id, batchId: outcome.batchId });
        queryClient.removeQueries({ queryKey: detailKey(conversation.id) });
        void queryClient.invalidateQueries({ queryKey: ['conversations', 'list'] });
      } else {
        dispatch({ type: 'leave', conversation });
        showToast({ kind: 'error', title: `“${titleOf(conversation)}” was not decided`, detail: outcome.reason });
      }
    } catch (error) {
      dispatch({ type: 'return', conversation });
      const { title, detail: why } = error instanceof ApiError ? error : { title: 'Something went wrong', detail: String(error) };
      showToast({ kind: 'error', title: `“${titleOf(conversation)}” is back: ${title}`, detail: why, action: { label: 'Retry', run: () => void send(conversation, decision) } });
    }
  };

  const last = session.steps.at(-1);
  const takeBack = async () => {
    if (last?.batchId == null) {
      return;
    }
    try {
      await undo(last.batchId);
      queryClient.removeQueries({ queryKey: detailKey(last.conversation.id) });
      dispatch({ type: 'return', conversation: last.conversation });
    } catch (error) {
      const { title, detail: why } = error instanceof ApiError ? error : { title: 'Something went wrong', detail: String(error) };
      showToast({ kind: 'error', title: `Not undone: ${title}`, detail: why });
    }
  };

  return {
    queue,
    detail,
    current,
    /** How many waited when the session began, less what was decided since. */
    left: waiting.data === undefined ? undefined : Math.max(0, waiting.data.count - session.steps.length),
    steps: session.steps,
    startedAt: session.startedAt,
    canUndo: last?.batchId != null,
    decide: (decision: Decision) => {
      if (current !== undefined) {
        void send(current, decision);
      }
    },
    skip: () => {
      if (current !== undefined) {
        dispatch({ type: 'leave', conversation: current });
      }
    },
    undo: () => void takeBack(),
    /** Reads the queue anew, with what was skipped. */
    lookAgain: () => {
      dispatch({ type: 'again' });
      void queue.refetch();
    },
  };
}

export function titleOf({ title }: Conversation): string {
  return title ?? 'Untitled';
}
