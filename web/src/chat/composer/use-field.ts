import type { MessageView } from '@visionary/contract';
import { computed, nextTick, shallowRef, type ShallowRef } from 'vue';
import { useText } from './use-text.js';

interface FieldSources {
  area: Readonly<ShallowRef<HTMLTextAreaElement | null>>;
  /** Whose draft, and in which room. */
  where(): string;
}

export type Field = ReturnType<typeof useField>;

/** The field: its text, where the cursor is in it, and what goes in there. */
export function useField({ area, where }: FieldSources) {
  const { set, beginEdit, beginReply, ...text } = useText(where);
  const caret = shallowRef(0);
  /** An input method is at work: keys are its own. */
  const composing = shallowRef(false);

  const moved = (): void => void (caret.value = area.value?.selectionStart ?? 0);
  function typed(): void {
    set(area.value?.value ?? '');
    moved();
  }
  async function put(to: string, cursor: number): Promise<void> {
    set(to);
    await nextTick();
    area.value?.focus();
    area.value?.setSelectionRange(cursor, cursor);
    moved();
  }
  /** Puts words where the cursor is, for what is selected. */
  async function insert(words: string): Promise<void> {
    const now = text.text.value;
    const { selectionStart: from = now.length, selectionEnd: to = from } = area.value ?? {};
    await put(now.slice(0, from) + words + now.slice(to), from + words.length);
  }
  /** Puts words for what stands from there to the cursor. */
  async function replace(from: number, words: string): Promise<void> {
    const now = text.text.value;
    await put(now.slice(0, from) + words + now.slice(caret.value).replace(/^ /u, ''), from + words.length);
  }
  async function edit(message: MessageView): Promise<void> {
    beginEdit(message);
    await put(text.text.value, text.text.value.length);
  }
  async function reply(message: MessageView): Promise<void> {
    beginReply(message);
    await nextTick();
    area.value?.focus();
  }
  const before = computed(() => text.text.value.slice(0, caret.value));
  return { ...text, composing, before, moved, typed, insert, replace, edit, reply };
}
