import type { MessageView } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useBlocks } from '../../accounts/people/blocks.store.js';
import { usePeople } from '../../shared/people/index.js';
import { useChat } from '../chat-store.js';
import { usePlainWords } from '../../shared/words/use-plain-words.js';
import { Voice } from './voice.js';

const SPOKEN_CHARACTERS = 200;

/** What a screen reader hears of new messages: a line in two seconds at most, of many their number, nothing of mine. */
export function useVoice(myId: () => string | undefined) {
  const { t } = useI18n();
  const { shownName } = usePeople();
  const { plain } = usePlainWords();
  const chat = useChat();
  const blocks = useBlocks();
  const line = shallowRef('');
  const voice = new Voice<MessageView>((messages) => {
    const [only] = messages;
    if (messages.length > 1 || !only) return void (line.value = t('chat.liveMany', { count: messages.length }));
    line.value = t('chat.live', { name: shownName(only.author), text: wordsOf(only).slice(0, SPOKEN_CHARACTERS) });
  });
  const wordsOf = ({ text, mentions, card }: MessageView): string =>
    plain(text, mentions) || t(card ? 'message.cardQuoted' : 'message.pictureQuoted');

  let heard: number | null = null;
  watch(
    () => chat.conversation.messages,
    (messages) => {
      const newest = messages.at(-1)?.seq ?? null;
      const before = heard;
      heard = newest;
      if (newest === null || before === null || newest <= before) return;
      const fresh = messages.filter(
        ({ seq, author }) => seq > before && author.id !== myId() && !blocks.has(author.id),
      );
      voice.heard(fresh.filter(({ deleted }) => !deleted));
    },
    { immediate: true },
  );
  onScopeDispose(() => voice.stop());
  return line;
}
