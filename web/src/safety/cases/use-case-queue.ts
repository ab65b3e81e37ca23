import type { CaseReason, CaseView, SubjectKind } from '@visionary/contract';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { usePages } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useModerationQueueStore } from '../moderation-queue-store.js';
import { type CaseList, withUpdatedCase } from './queue-rows.js';

export interface CaseFilters {
  list: CaseList;
  kind: SubjectKind | '';
  reason: CaseReason | '';
  userId: string;
}

/** One list of the queue, live, until the surrounding scope ends. */
export function useCaseQueue(openId: () => string | undefined, userId: () => string) {
  const moderationQueue = useModerationQueueStore();
  const session = useSessionStore();
  const filters = shallowReactive<CaseFilters>({ list: 'open', kind: '', reason: '', userId: userId() });
  const pages = usePages(
    (after) => {
      const { list, kind, reason, userId: about } = filters;
      const apiFilters = { kind: kind || undefined, reason: reason || undefined, userId: about || undefined };
      return call('safetyCases', { query: { list, ...apiFilters, ...after } });
    },
    ({ cases }) => cases,
    ({ id }) => id,
    // After resubscribing, missed updates are in the reloaded list.
    { on: () => moderationQueue.subscriptions, onReply: ({ counts }) => (moderationQueue.counts = counts) },
  );
  const matches = ({ subject, reasons }: CaseView) =>
    (filters.kind === '' || subject.kind === filters.kind) &&
    (filters.reason === '' || reasons.some(({ reason }) => reason === filters.reason)) &&
    (filters.userId === '' || subject.author?.id === filters.userId);

  onScopeDispose(
    moderationQueue.onCase((updated) => {
      if (!pages.items.value) return;
      const queueView = { list: filters.list, myId: session.me?.id ?? '', openId: openId(), matches };
      pages.items.value = withUpdatedCase(pages.items.value, updated, queueView);
    }),
  );
  watch(userId, (now) => (filters.userId = now));
  watch(filters, pages.reload);
  return { filters, pages };
}
