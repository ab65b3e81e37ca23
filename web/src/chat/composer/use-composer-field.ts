import type { MessageView, UserView } from '@visionary/contract';
import { computed, nextTick, shallowRef, type ShallowRef } from 'vue';
import { useDraft } from '../../shared/drafts/use-draft.js';
import { encodeMentions, decodeMentions } from '../../shared/mentions/mention-text.js';
import { useMentionField } from '../../shared/mentions/use-mention-field.js';
import { nameOf } from '../../shared/users/index.js';
import { SLASH_COMMANDS } from './slash-commands.js';
import { t } from '../../shared/i18n/index.js';

interface FieldSources {
  area: Readonly<ShallowRef<HTMLTextAreaElement | null>>;
  /** The user and room of the draft. */
  draftKey(): string;
  roomId(): string;
  users(): readonly UserView[];
}

export type ComposerField = ReturnType<typeof useComposerField>;

/** The composer of a room: text and mentions of a new message, a reply, or an edit. */
export function useComposerField({ area, draftKey, roomId, users }: FieldSources) {
  const draft = useDraft(draftKey);
  const editing = shallowRef<MessageView | null>(null);
  const answering = shallowRef<MessageView | null>(null);
  const changed = shallowRef({ text: '', mentions: draft.mentions.value });
  const text = computed(() => (editing.value ? changed.value.text : draft.text.value));
  const mentions = computed(() => (editing.value ? changed.value.mentions : draft.mentions.value));

  function set(to: string): void {
    if (editing.value) changed.value = { ...changed.value, text: to };
    else draft.text.value = to;
  }
  function addMention(name: string, userId: string): void {
    const mentionMap = new Map(mentions.value).set(name, userId);
    if (editing.value) changed.value = { ...changed.value, mentions: mentionMap };
    else draft.mentions.value = mentionMap;
  }
  const commands = SLASH_COMMANDS.map((name) => ({
    key: name,
    insert: name === 'help' ? '/help' : `/${name} `,
    label: t(`composer.commands.${name}.form`),
    about: t(`composer.commands.${name}.about`),
  }));
  const { setText, ...field } = useMentionField({ area, text, set, addMention, roomId, users, commands });
  const namesIn = (text: string, mentions?: MessageView['mentions']) =>
    decodeMentions(text, (userId) =>
      userId === 'room' ? t('app.everyone') : (nameOf(userId, mentions) ?? t('app.someone')),
    );
  async function edit(message: MessageView): Promise<void> {
    changed.value = namesIn(message.text, message.mentions);
    [editing.value, answering.value] = [message, null];
    await setText(text.value, text.value.length);
  }
  async function reply(message: MessageView): Promise<void> {
    [editing.value, answering.value] = [null, message];
    await nextTick();
    area.value?.focus();
  }
  /** Restores rejected text, before what was typed since. */
  async function rewrite(rejected: string): Promise<void> {
    cancel();
    const restored = namesIn(rejected);
    draft.text.value = [restored.text, draft.text.value].filter((part) => part !== '').join('\n');
    draft.mentions.value = new Map([...draft.mentions.value, ...restored.mentions]);
    await setText(text.value, restored.text.length);
  }
  /** Restores the previous text. */
  function cancel(): void {
    [editing.value, answering.value] = [null, null];
  }
  /** The text was sent. */
  function finish(): void {
    if (!editing.value) draft.clear();
    cancel();
  }
  return {
    ...field,
    ...{ text, editing, answering, addMention, edit, reply, rewrite, cancel, finish },
    isAbout: computed(() => editing.value !== null || answering.value !== null),
    /** The text with encoded mentions. */
    outgoing: () => encodeMentions(text.value, mentions.value),
  };
}
