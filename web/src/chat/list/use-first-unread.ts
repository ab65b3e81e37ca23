import { computed, type Ref, type ShallowRef } from 'vue';
import { orToast } from '../../shared/use-action.js';
import { useChatStore } from '../messages/chat-store.js';
import type { ConversationRow } from '../messages/conversation-rows.js';
import { isInGap } from '../messages/conversation.js';
import type { VirtualList } from './virtual-list.js';

interface UseFirstUnreadOptions {
  rows: Readonly<Ref<readonly ConversationRow[]>>;
  list: Readonly<ShallowRef<VirtualList | null>>;
  /** Index of the first visible row. */
  first: Readonly<Ref<number>>;
  /** Messages after this seq are unread; null if none are. */
  afterSeq: Readonly<Ref<number | null>>;
}

/** Jumps to the first unread message if it is above the viewport, also if it is not loaded. */
export function useFirstUnread({ rows, list, first, afterSeq }: UseFirstUnreadOptions) {
  const chat = useChatStore();
  const dividerIndex = computed(() => rows.value.findIndex(({ kind }) => kind === 'new'));
  const missingSeq = computed(() => {
    const seq = (afterSeq.value ?? -1) + 1;
    return afterSeq.value !== null && isInGap(chat.conversation, seq) ? seq : null;
  });
  const visibleSeq = computed(() => {
    const row = rows.value.find(({ kind }, at) => at >= first.value && kind === 'message');
    return row?.kind === 'message' ? row.message.seq : 0;
  });
  const isAbove = computed(() =>
    missingSeq.value === null
      ? dividerIndex.value >= 0 && dividerIndex.value < first.value
      : missingSeq.value < visibleSeq.value,
  );

  async function toFirstNew(): Promise<void> {
    if (missingSeq.value === null) return list.value?.scrollToIndex(dividerIndex.value, { align: 'start' });
    const seq = missingSeq.value;
    await orToast(() => chat.jumpTo({ seq }));
  }
  return { isAbove, toFirstNew };
}
