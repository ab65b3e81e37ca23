import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { WordSpan } from '../vocabulary/read-prompt.js';

/** What the palette does with the prompt. */
export interface PromptWriter {
  addWord(word: string): void;
  removeWords(words: readonly WordSpan[]): void;
  focus(): void;
}

/** Whether the palette of the open room is shown, and the editor that it writes into. */
export const usePaletteStore = defineStore('palette', () => {
  const isOpen = shallowRef(false);
  const writer = shallowRef<PromptWriter | null>(null);
  /** What is searched for when it opens. */
  const initialSearch = shallowRef('');

  function open(search = ''): void {
    initialSearch.value = search;
    isOpen.value = true;
  }
  function close(): void {
    isOpen.value = false;
  }
  return { isOpen, writer, initialSearch, open, close };
});
