import type { MessageView } from '@visionary/contract';
import { useEventListener } from '../shared/use-event-listener.js';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { CalmLine } from '../shared/calm-line.js';
import { Unseen } from './unseen.js';

export interface UnseenSources {
  messages(): readonly MessageView[];
  /** How many of mine are on their way: more means I spoke. */
  pending(): number;
  myId(): string | undefined;
  /** The end of the list is in sight. */
  looking(): boolean;
}

/** A screen reader hears at most one new message in this time, the newest. */
const VOICE_EVERY_MS = 4_000;
const SPOKEN_CHARACTERS = 200;

/** What is new to the reader, as the list shows and says it. */
export function useUnseen({ messages, pending, myId, looking }: UnseenSources) {
  const { t } = useI18n();
  const unseen = new Unseen();
  const afterSeq = shallowRef<number | null>(null);
  const count = shallowRef(0);
  const voice = shallowRef('');
  const calm = new CalmLine((line) => (voice.value = line), VOICE_EVERY_MS);
  const attentive = () => looking() && document.visibilityState === 'visible';

  function show(): void {
    if (attentive()) unseen.look();
    afterSeq.value = unseen.afterSeq;
    count.value = unseen.count(messages(), myId());
  }
  function speak(list: readonly MessageView[], before: readonly MessageView[] | undefined): void {
    const newest = list.at(-1);
    const known = before?.at(-1);
    if (!newest || !known || newest.seq <= known.seq || newest.author.id === myId()) return;
    calm.offer(t('chat.live', { name: newest.author.name, text: newest.text.slice(0, SPOKEN_CHARACTERS) }));
  }

  watch(
    messages,
    (list, before) => {
      unseen.messages(list, attentive(), myId());
      speak(list, before);
      show();
    },
    { immediate: true },
  );
  watch(pending, (now, before) => {
    if (now > before) unseen.answered();
    show();
  });
  watch(looking, show);
  useEventListener(document, 'visibilitychange', show);
  onScopeDispose(() => calm.stop());
  return { afterSeq, count, voice };
}
