import type { HubCard } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { isCoveredFor, useSession } from '../../shared/session/index.js';

/** Sample pictures that are not for everybody are covered until somebody wants to see them; one's own never are. */
export const useHubCovers = defineStore('hub-covers', () => {
  const session = useSession();
  const uncovered = shallowReactive(new Set<string>());
  return {
    isCovered: ({ id, maturity, maker }: Pick<HubCard, 'id' | 'maturity' | 'maker'>): boolean =>
      isCoveredFor(session.sight, maturity, uncovered.has(id) || maker.id === session.me?.id),
    uncover: (modelId: string): void => void uncovered.add(modelId),
  };
});
