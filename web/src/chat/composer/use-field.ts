import type { MessageView, PersonView } from '@visionary/contract';
import { nextTick, type ShallowRef } from 'vue';
import { useMentionField } from './use-mention-field.js';
import { useText } from './use-text.js';

interface FieldSources {
  area: Readonly<ShallowRef<HTMLTextAreaElement | null>>;
  /** Whose draft, and in which room. */
  where(): string;
  roomId(): string;
  people(): readonly PersonView[];
}

export type Field = ReturnType<typeof useField>;

/** The field of a room: what is written in it, and what that is about. */
export function useField({ area, where, roomId, people }: FieldSources) {
  const { set, beginEdit, beginReply, takeBack, ...text } = useText(where);
  const { put, ...words } = useMentionField({ area, text: text.text, set, call: text.call, roomId, people });

  async function edit(message: MessageView): Promise<void> {
    beginEdit(message);
    await put(text.text.value, text.text.value.length);
  }
  async function reply(message: MessageView): Promise<void> {
    beginReply(message);
    await nextTick();
    area.value?.focus();
  }
  /** Words that were refused stand there again, before what has been begun since. */
  async function rewrite(refused: string): Promise<void> {
    const length = takeBack(refused);
    await put(text.text.value, length);
  }
  return { ...text, ...words, edit, reply, rewrite };
}
