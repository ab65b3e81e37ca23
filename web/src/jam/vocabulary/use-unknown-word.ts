import { computed, shallowRef, type Ref } from 'vue';
import type { DottedWord } from './read-prompt.js';

/**
 * The dotted word at the text cursor while the area of the prompt has the focus.
 * @param dotted the dotted words
 */
export function useUnknownWord(dotted: Readonly<Ref<readonly DottedWord[]>>, area: Readonly<Ref<HTMLElement | null>>) {
  const caret = shallowRef<number | null>(null);
  const hasFocus = shallowRef(false);
  /** The hint was hidden for this word. */
  const dismissed = shallowRef('');
  const word = computed(() => {
    const at = caret.value;
    if (at === null || !hasFocus.value) return undefined;
    const found = dotted.value.find(({ from, to }) => from <= at && at <= to);
    return found?.text === dismissed.value ? undefined : found;
  });
  function onFocus(event: FocusEvent, isIn: boolean): void {
    hasFocus.value = isIn || (area.value?.contains(event.relatedTarget as Node | null) ?? false);
  }
  function onCaret(at: number | null): void {
    caret.value = at;
    const isOnDismissed = dotted.value.some(
      ({ from, to, text }) => at !== null && from <= at && at <= to && text === dismissed.value,
    );
    if (!isOnDismissed) dismissed.value = '';
  }
  const dismiss = () => (dismissed.value = word.value?.text ?? '');
  return { word, onFocus, onCaret, dismiss };
}
