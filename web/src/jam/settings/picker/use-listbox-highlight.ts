import type { ModelPickerItem } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { modelChoiceId } from './model-choice-id.js';

interface Listed {
  /** What is listed, in its order. */
  readonly all: () => readonly ModelPickerItem[];
  readonly typed: () => string;
  /** The words that what is listed is the answer to; null before the first. */
  readonly answered: () => string | null;
  /** Asks for what is typed, now. */
  readonly fetchNow: () => void;
  readonly choose: (choice: ModelPickerItem) => void;
}

/**
 * Which row is meant. What is listed is the answer to other words until that for the typed ones has come: Enter waits for it,
 * and chooses nothing of before.
 */
export function useListboxHighlight({ all, typed, answered, fetchNow, choose }: Listed) {
  const highlighted = shallowRef<string | null>(null);
  const isWaiting = shallowRef(false);
  const isAnswer = computed(() => answered() === typed().trim());
  const at = computed(() => all().findIndex((choice) => modelChoiceId(choice) === highlighted.value));

  watch(typed, () => {
    highlighted.value = null;
    isWaiting.value = false;
  });
  watch(isAnswer, (isIt) => {
    if (isIt && isWaiting.value) enter();
  });

  const highlight = (choice: ModelPickerItem | undefined) =>
    (highlighted.value = choice ? modelChoiceId(choice) : null);
  function move(by: number): void {
    const count = all().length;
    const from = at.value;
    highlight(all()[from < 0 ? (by > 0 ? 0 : count - 1) : Math.min(count - 1, Math.max(0, from + by))]);
  }
  function enter(): void {
    isWaiting.value = !isAnswer.value;
    if (isWaiting.value) return fetchNow();
    // Enter after typing means what stands first.
    const meant = all()[at.value] ?? (typed().trim() === '' ? undefined : all()[0]);
    if (meant) choose(meant);
  }
  return { at, highlight, move, enter };
}
