import type { MessageView } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useUsers } from '../../shared/users/index.js';
import { encodeMentions, decodeMentions } from '../../shared/mentions/mention-text.js';
import { useDraft } from '../../shared/drafts/use-draft.js';

/** The text and mentions of the composer: a new message, a reply, or an edit. */
export function useComposerText(where: () => string) {
  const { t } = useI18n();
  const { nameOf } = useUsers();
  const draft = useDraft(where);
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
  const namesIn = (text: string, mentions?: MessageView['mentions']) =>
    decodeMentions(text, (userId) =>
      userId === 'room' ? t('app.everyone') : (nameOf(userId, mentions) ?? t('app.someone')),
    );
  function startEdit(message: MessageView): void {
    changed.value = namesIn(message.text, message.mentions);
    [editing.value, answering.value] = [message, null];
  }
  /** @returns the end of the insertion */
  function takeBack(text: string): number {
    cancel();
    const back = namesIn(text);
    draft.text.value = [back.text, draft.text.value].filter((part) => part !== '').join('\n');
    draft.mentions.value = new Map([...draft.mentions.value, ...back.mentions]);
    return back.text.length;
  }
  function startReply(message: MessageView): void {
    [editing.value, answering.value] = [null, message];
  }
  /** Restores the previous text. */
  function cancel(): void {
    [editing.value, answering.value] = [null, null];
  }
  /** The text was sent. */
  function done(): void {
    if (!editing.value) draft.clear();
    cancel();
  }
  return {
    ...{ text, editing, answering, set, addMention, startEdit, startReply, takeBack, cancel, done },
    isAbout: computed(() => editing.value !== null || answering.value !== null),
    /** The text with encoded mentions. */
    outgoing: () => encodeMentions(text.value, mentions.value),
  };
}
