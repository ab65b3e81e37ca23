import type { HubCard } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { shouldBlur, useSessionStore } from '../../shared/session/index.js';

/** Rated samples are blurred until revealed, except one's own. */
export const useRevealedModelsStore = defineStore('revealed-models', () => {
  const session = useSessionStore();
  const revealed = shallowReactive(new Set<string>());
  return {
    isCovered: ({ id, contentRating, creator }: Pick<HubCard, 'id' | 'contentRating' | 'creator'>): boolean =>
      shouldBlur(session.preference, contentRating, revealed.has(id) || creator.id === session.me?.id),
    uncover: (modelId: string): void => void revealed.add(modelId),
  };
});
