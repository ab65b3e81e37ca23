import type { HubCounts, HubModelView, MyHubModel } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { makeReactions } from '../../feed/reactions.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** Emoji that I give to models: shown at once wherever the model stands, confirmed, or taken back. */
export const useModelReactions = defineStore('modelReactions', () => {
  const socket = useSocket();
  const session = useSession();
  /** The newest that was told, where that is newer than the page it stands on. */
  const counts = shallowReactive(new Map<string, HubCounts>());
  const reactions = makeReactions(async (modelId, emoji, on) => {
    const told = await socket.send('hub.react', { modelId, emoji, on });
    counts.set(modelId, told.counts);
    return told.mine;
  });
  socket.on('hub.counted', ({ modelId, counts: now }) => counts.has(modelId) && counts.set(modelId, now));
  watch(
    () => session.me?.id,
    () => [...counts.keys()].forEach(reactions.forget),
  );

  const countsOf = ({ id, counts: told }: Pick<HubModelView, 'id' | 'counts'>): HubCounts => counts.get(id) ?? told;
  return {
    /** As the model's page was told it. */
    count: ({ id, counts: told }: Pick<HubModelView, 'id' | 'counts'>): void => void counts.set(id, told),
    told: (id: string, mine: MyHubModel | null): void => reactions.told(id, mine?.reactions ?? []),
    react: reactions.react,
    mineOf: reactions.mineOf,
    emojisOf: (model: Pick<HubModelView, 'id' | 'counts'>): readonly string[] => [
      ...new Set([...countsOf(model).reactions.map(({ emoji }) => emoji), ...reactions.mineOf(model.id)]),
    ],
    countOf: (model: Pick<HubModelView, 'id' | 'counts'>, emoji: string): number =>
      reactions.countOf(model.id, countsOf(model), emoji),
  };
});
