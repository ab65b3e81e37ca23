import { refDebounced } from '@vueuse/core';
import { computed } from 'vue';
import { useJamStore } from '../document/jam-store.js';
import { readPrompt, type PromptReading } from './read-prompt.js';
import { useVocabularyStore } from './vocabulary-store.js';

/** A word is not marked while it is being typed. */
const TYPING_MS = 450;
const NOTHING: PromptReading = { used: [], rough: [], crowd: null, unknown: [] };

/** What the chosen model knows of the shared prompt, once nobody has typed for a moment. */
export function usePromptReading() {
  const [jam, vocabulary] = [useJamStore(), useVocabularyStore()];
  const prompt = refDebounced(
    computed(() => jam.prompt),
    TYPING_MS,
  );
  return computed(() => (vocabulary.index ? readPrompt(prompt.value, vocabulary.index) : NOTHING));
}
