import type { MessageView } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch, watchEffect, computed, type Ref } from 'vue';
import { useReadMarkersStore } from '../../rooms/index.js';
import { useChatStore } from '../messages/chat-store.js';
import { UnreadDivider, type CountsAsUnread } from './unread-divider.js';
import { useDocumentVisibility, useWindowFocus } from '@vueuse/core';

export interface UseUnreadDividerOptions {
  messages(): readonly MessageView[];
  /** The number of my pending messages: an increase means that I wrote. */
  pending(): number;
  countsAsUnread: CountsAsUnread;
  /** The end of the list is visible. */
  isEndVisible(): boolean;
}

/** The unread divider of the list. Visible messages are marked as read on all devices. */
export function useUnreadDivider({ messages, pending, countsAsUnread, isEndVisible }: UseUnreadDividerOptions) {
  const chat = useChatStore();
  const readMarkers = useReadMarkersStore();
  const unreadDivider = new UnreadDivider();
  const afterSeq = shallowRef<number | null>(null);
  const upToSeq = shallowRef(0);
  const count = shallowRef(0);
  const isPresent = usePageFocus();
  const isReading = () => isEndVisible() && isPresent.value;
  const mark = () => (chat.roomId === null ? undefined : readMarkers.readStateOf(chat.roomId));

  function show(): void {
    if (isReading()) unreadDivider.markSeen();
    afterSeq.value = unreadDivider.afterSeq;
    upToSeq.value = unreadDivider.upToSeq;
    count.value = unreadDivider.count(messages(), countsAsUnread);
    // More messages may be unread than are loaded.
    if (count.value > 0) count.value = Math.max(count.value, mark()?.unread ?? 0);
    const newest = messages().at(-1);
    if (isReading() && newest && chat.roomId !== null) readMarkers.read(chat.roomId, newest.seq);
  }

  watch(
    // Also when blocked users change, because that changes what counts as unread.
    [messages, () => mark()?.readSeq, () => mark()?.unread, () => messages().filter(countsAsUnread).length],
    ([list, readSeq]) => {
      unreadDivider.applyMessages(list, isReading(), countsAsUnread);
      // Before messages are loaded, nothing can be unread.
      if (readSeq !== undefined && list.length > 0) {
        unreadDivider.applyReadState(
          readSeq,
          list,
          isReading() && !readMarkers.isKeptUnread(chat.roomId),
          countsAsUnread,
        );
      }
      show();
    },
    { immediate: true },
  );
  watch(pending, (now, before) => {
    if (now > before) unreadDivider.clear();
    show();
  });
  watch([isEndVisible, isPresent], show);
  watchEffect(() => readMarkers.setActiveRoom(isReading() ? chat.roomId : null));
  onScopeDispose(() => readMarkers.setActiveRoom(null));
  return { afterSeq, upToSeq, count };
}

/** Whether the page is visible and its window has the focus. */
function usePageFocus(): Readonly<Ref<boolean>> {
  const [visibility, focused] = [useDocumentVisibility(), useWindowFocus()];
  return computed(() => visibility.value === 'visible' && focused.value);
}
