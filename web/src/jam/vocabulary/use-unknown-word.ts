import { computed, shallowRef, type Ref } from 'vue';
import type { WordSpan } from './read-prompt.js';

/**
 * The unknown word at the text cursor while the area of the prompt has the focus.
 * @param unknown the marked words
 */
export function useUnknownWord(unknown: Readonly<Ref<readonly WordSpan[]>>, area: Readonly<Ref<HTMLElement | null>>) {
  const caret = shallowRef<number | null>(null);
  const hasFocus = shallowRef(false);
  /** The hint was hidden for this word. */
  const dismissed = shallowRef('');
  const word = computed(() => {
    const at = caret.value;
    if (at === null || !hasFocus.value) return undefined;
    const found = unknown.value.find(({ from, to }) => from <= at && at <= to);
    return found?.text === dismissed.value ? undefined : found;
  });
  function onFocus(event: FocusEvent, isIn: boolean): void {
    hasFocus.value = isIn || (area.value?.contains(event.relatedTarget as Node | null) ?? false);
  }
  function onCaret(at: number | null): void {
    caret.value = at;
    const isOnDismissed = unknown.value.some(
      ({ from, to, text }) => at !== null && from <= at && at <= to && text === dismissed.value,
    );
    if (!isOnDismissed) dismissed.value = '';
  }
  const dismiss = () => (dismissed.value = word.value?.text ?? '');
  return { word, onFocus, onCaret, dismiss };
}
