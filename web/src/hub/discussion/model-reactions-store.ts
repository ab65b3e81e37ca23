import type { HubCounts, HubModelView, HubModelViewerState } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { useOptimisticReactions } from '../../comments/reactions/use-optimistic-reactions.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Emoji that I give to models: shown at once wherever the model stands, confirmed, or taken back. */
export const useModelReactionsStore = defineStore('modelReactions', () => {
  const socket = useSocket();
  const session = useSessionStore();
  /** The newest that was told, where that is newer than the page it stands on. */
  const counts = shallowReactive(new Map<string, HubCounts>());
  const reactions = useOptimisticReactions(async (modelId, emoji, on) => {
    const reply = await socket.send('hub.reactToModel', { modelId, emoji, on });
    counts.set(modelId, reply.counts);
    return reply.myReactions;
  });
  socket.on('hub.countsChanged', ({ modelId, counts: now }) => counts.has(modelId) && counts.set(modelId, now));
  watch(
    () => session.me?.id,
    () => [...counts.keys()].forEach(reactions.remove),
  );

  const countsOf = ({ id, counts: reply }: Pick<HubModelView, 'id' | 'counts'>): HubCounts => counts.get(id) ?? reply;
  return {
    /** As the model's page was told it. */
    count: ({ id, counts: reply }: Pick<HubModelView, 'id' | 'counts'>): void => void counts.set(id, reply),
    reply: (id: string, mine: HubModelViewerState | null): void => reactions.confirmed(id, mine?.reactions ?? []),
    react: reactions.react,
    mineOf: reactions.mineOf,
    emojisOf: (model: Pick<HubModelView, 'id' | 'counts'>): readonly string[] => [
      ...new Set([...countsOf(model).reactions.map(({ emoji }) => emoji), ...reactions.mineOf(model.id)]),
    ],
    countOf: (model: Pick<HubModelView, 'id' | 'counts'>, emoji: string): number =>
      reactions.countOf(model.id, countsOf(model), emoji),
  };
});
