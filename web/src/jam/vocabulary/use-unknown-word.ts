import { computed, shallowRef, type Ref } from 'vue';
import { hintPosition } from './hint-position.js';
import type { WordSpan } from './read-prompt.js';

/** The height of the hint and of the Render button below it. */
const BELOW_PX = 230;

interface Editor {
  /** Positions after the end of the text are its end. */
  coordsAt(at: number): { readonly left: number; readonly bottom: number } | null;
}

/**
 * The unknown word at the text cursor while the area of the prompt has the focus, and where it is in that area.
 * @param unknown the marked words
 */
export function useUnknownWord(
  unknown: Readonly<Ref<readonly WordSpan[]>>,
  editor: Readonly<Ref<Editor | null>>,
  area: Readonly<Ref<HTMLElement | null>>,
) {
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
  const position = computed(() => {
    const [start, end] = word.value
      ? [editor.value?.coordsAt(word.value.from), editor.value?.coordsAt(word.value.to)]
      : [];
    const corner = area.value?.getBoundingClientRect();
    if (!start || !end || !corner) return { arrow: 0, top: 0 };
    const textEnd = editor.value?.coordsAt(Infinity) ?? end;
    return hintPosition({ start, end, textEnd }, corner, window.innerHeight - BELOW_PX);
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
  return { word, position, onFocus, onCaret, dismiss };
}
