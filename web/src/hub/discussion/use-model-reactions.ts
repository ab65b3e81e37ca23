import type { HubModelView, HubModelViewerState } from '@visionary/contract';
import { computed, watch } from 'vue';
import { useReact } from '../../comments/index.js';
import { useModelReactionsStore } from './model-reactions-store.js';

/** The reactions of a model page, and reacting to it. */
export function useModelReactions(model: () => HubModelView, viewerState: () => HubModelViewerState | null) {
  const reactions = useModelReactionsStore();
  watch(model, (now) => reactions.count(now), { immediate: true });
  // Counts change more often than my reactions are sent, so a page's reactions may be older than local ones.
  watch([() => model().id, viewerState], ([id, theirs]) => reactions.reply(id, theirs), { immediate: true });

  return {
    react: useReact((emoji, on) => reactions.react(model().id, emoji, on)),
    reactions: computed(() => reactions.listOf(model())),
  };
}
