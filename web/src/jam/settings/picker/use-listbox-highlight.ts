import type { ModelPickerItem } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { modelChoiceId } from './model-choice-id.js';

interface Listed {
  /** The listed options, in order. */
  readonly all: () => readonly ModelPickerItem[];
  readonly typed: () => string;
  /** The query that the list is the result of; null before the first. */
  readonly answered: () => string | null;
  /** Searches for the typed query immediately. */
  readonly fetchNow: () => void;
  readonly choose: (choice: ModelPickerItem) => void;
}

/** The highlighted row. While the list is outdated, Enter waits for the results of the typed query. */
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
    // After typing, Enter chooses the first row.
    const meant = all()[at.value] ?? (typed().trim() === '' ? undefined : all()[0]);
    if (meant) choose(meant);
  }
  return { at, highlight, move, enter };
}
