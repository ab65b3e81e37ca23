import type { HubModelView } from '@visionary/contract';
import { computed } from 'vue';
import { useReact } from '../../comments/index.js';
import { useModelReactionsStore } from './model-reactions-store.js';

/** The reactions of a model page, and reacting to it. */
export function useModelReactions(model: () => HubModelView) {
  const reactions = useModelReactionsStore();

  return {
    react: useReact((emoji, on) => reactions.react(model().id, emoji, on)),
    reactions: computed(() => reactions.listOf(model())),
  };
}
