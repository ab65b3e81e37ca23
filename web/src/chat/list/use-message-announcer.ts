import type { MessageView } from '@visionary/contract';
import { shallowRef, watch } from 'vue';
import { useBlocksStore } from '../../accounts/index.js';
import { displayName } from '../../shared/users/index.js';
import { useChatStore } from '../messages/chat-store.js';
import { asPlainText } from '../../shared/markdown/message-text.js';
import { createMessageAnnouncer } from './message-announcer.js';
import { t } from '../../shared/i18n/index.js';

const SPOKEN_CHARACTERS = 200;

/** Text for screen readers: at most one announcement in two seconds, several messages as a count, none of mine. */
export function useMessageAnnouncer(myId: () => string | undefined) {
  const chat = useChatStore();
  const blocks = useBlocksStore();
  const announcement = shallowRef('');
  const announce = createMessageAnnouncer<MessageView>((messages) => {
    const [only] = messages;
    if (messages.length > 1 || !only) return void (announcement.value = t('chat.liveMany', { count: messages.length }));
    announcement.value = t('chat.live', {
      name: displayName(only.author),
      text: plainTextOf(only).slice(0, SPOKEN_CHARACTERS),
    });
  });
  const plainTextOf = ({ text, mentions, sharedTake }: MessageView): string =>
    asPlainText(text, mentions) || t(sharedTake ? 'message.cardQuoted' : 'message.imageQuoted');

  let announcedSeq: number | null = null;
  watch(
    () => chat.conversation.messages,
    (messages) => {
      const newest = messages.at(-1)?.seq ?? null;
      const before = announcedSeq;
      announcedSeq = newest;
      if (newest === null || before === null || newest <= before) return;
      const newMessages = messages.filter(
        ({ seq, author }) => seq > before && author.id !== myId() && !blocks.has(author.id),
      );
      announce(newMessages.filter(({ deleted }) => !deleted));
    },
    { immediate: true },
  );
  return announcement;
}
