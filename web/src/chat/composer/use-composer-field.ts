import type { MessageView, UserView } from '@visionary/contract';
import { nextTick, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useMentionField } from '../../shared/mentions/use-mention-field.js';
import { SLASH_COMMANDS } from './slash-commands.js';
import { useComposerText } from './use-composer-text.js';

interface FieldSources {
  area: Readonly<ShallowRef<HTMLTextAreaElement | null>>;
  /** The user and room of the draft. */
  where(): string;
  roomId(): string;
  users(): readonly UserView[];
}

export type ComposerField = ReturnType<typeof useComposerField>;

/** The composer of a room: its text, and the message it replies to or edits. */
export function useComposerField({ area, where, roomId, users }: FieldSources) {
  const { set, startEdit, startReply, takeBack, ...text } = useComposerText(where);
  const { t } = useI18n();
  const commands = SLASH_COMMANDS.map((name) => ({
    key: name,
    insert: name === 'help' ? '/help' : `/${name} `,
    label: t(`composer.commands.${name}.form`),
    about: t(`composer.commands.${name}.about`),
  }));
  const { put, ...label } = useMentionField({
    area,
    text: text.text,
    set,
    addMention: text.addMention,
    roomId,
    users,
    commands,
  });

  async function edit(message: MessageView): Promise<void> {
    startEdit(message);
    await put(text.text.value, text.text.value.length);
  }
  async function reply(message: MessageView): Promise<void> {
    startReply(message);
    await nextTick();
    area.value?.focus();
  }
  /** Restores rejected text, before what was typed since. */
  async function rewrite(errorMessage: string): Promise<void> {
    const length = takeBack(errorMessage);
    await put(text.text.value, length);
  }
  return { ...text, ...label, edit, reply, rewrite };
}
