import type { HubCounts, HubModelView, HubModelViewerState } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { LIKE_EMOJI, useOptimisticReactions } from '../../comments/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** My reactions to models: optimistic, and the same wherever a model is shown. */
export const useModelReactionsStore = defineStore('model-reactions', () => {
  const socket = useSocket();
  const session = useSessionStore();
  /** The newest counts, if newer than those of the page. */
  const counts = shallowReactive(new Map<string, HubCounts>());
  const reactions = useOptimisticReactions(async (modelId, emoji, on) => {
    const reply = await socket.send('comments.react', { subject: { kind: 'model', id: modelId }, emoji, on });
    const current = counts.get(modelId);
    const likes = reply.reactions.find((one) => one.emoji === LIKE_EMOJI)?.count ?? 0;
    if (current) counts.set(modelId, { ...current, likes, reactions: reply.reactions });
    return reply.myReactions;
  });
  socket.on('hub.countsChanged', ({ modelId, counts: now }) => counts.has(modelId) && counts.set(modelId, now));
  watch(
    () => session.me?.id,
    () => [...counts.keys()].forEach(reactions.remove),
  );

  const countsOf = ({ id, counts: reply }: Pick<HubModelView, 'id' | 'counts'>): HubCounts => counts.get(id) ?? reply;
  return {
    /** Sets the counts that came with the model's page. */
    setCounts: ({ id, counts: reply }: Pick<HubModelView, 'id' | 'counts'>): void => void counts.set(id, reply),
    setMine: (id: string, viewerState: HubModelViewerState | null): void =>
      reactions.confirmed(id, viewerState?.reactions ?? []),
    react: reactions.react,
    listOf: (model: Pick<HubModelView, 'id' | 'counts'>) => reactions.listOf(model.id, countsOf(model)),
  };
});
