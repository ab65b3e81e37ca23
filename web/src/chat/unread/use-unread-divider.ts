import type { MessageView } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch, watchEffect } from 'vue';
import { useReadMarkersStore } from '../../rooms/read-markers/read-markers-store.js';
import { useChatStore } from '../messages/chat-store.js';
import { UnreadDivider, type CountsAsUnread } from './unread-divider.js';
import { usePageFocus } from './use-page-focus.js';

export interface UseUnreadDividerOptions {
  messages(): readonly MessageView[];
  /** How many of mine are on their way: more means I spoke. */
  pending(): number;
  countsAsUnread: CountsAsUnread;
  /** The end of the list is in sight. */
  looking(): boolean;
}

/** What is new to the reader, as the list shows it. What is before their eyes is read, here and on every device. */
export function useUnreadDivider({ messages, pending, countsAsUnread, looking }: UseUnreadDividerOptions) {
  const chat = useChatStore();
  const readMarkers = useReadMarkersStore();
  const unreadDivider = new UnreadDivider();
  const afterSeq = shallowRef<number | null>(null);
  const upToSeq = shallowRef(0);
  const count = shallowRef(0);
  const isPresent = usePageFocus();
  const attentive = () => looking() && isPresent.value;
  const mark = () => (chat.roomId === null ? undefined : readMarkers.readStateOf(chat.roomId));

  function show(): void {
    if (attentive()) unreadDivider.look();
    afterSeq.value = unreadDivider.afterSeq;
    upToSeq.value = unreadDivider.upToSeq;
    count.value = unreadDivider.count(messages(), countsAsUnread);
    // More may be new than is loaded.
    if (count.value > 0) count.value = Math.max(count.value, mark()?.unread ?? 0);
    const newest = messages().at(-1);
    if (attentive() && newest && chat.roomId !== null) readMarkers.read(chat.roomId, newest.seq);
  }

  watch(
    // By what is news, too: whom somebody blocks and lets go changes it.
    [messages, () => mark()?.readSeq, () => mark()?.unread, () => messages().filter(countsAsUnread).length],
    ([list, readSeq]) => {
      unreadDivider.messages(list, attentive(), countsAsUnread);
      // Before anything is loaded nothing can be told new.
      if (readSeq !== undefined && list.length > 0) {
        unreadDivider.marked(readSeq, list, attentive() && !readMarkers.isKeptUnread(chat.roomId), countsAsUnread);
      }
      show();
    },
    { immediate: true },
  );
  watch(pending, (now, before) => {
    if (now > before) unreadDivider.answered();
    show();
  });
  watch([looking, isPresent], show);
  watchEffect(() => readMarkers.setActiveRoom(attentive() ? chat.roomId : null));
  onScopeDispose(() => readMarkers.setActiveRoom(null));
  return { afterSeq, upToSeq, count };
}
