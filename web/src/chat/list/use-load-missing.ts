import { shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { errorText } from '../../shared/i18n/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useChatStore } from '../messages/chat-store.js';
import type { Gap } from '../messages/conversation.js';
import type { ConversationRow } from '../messages/conversation-rows.js';
import type { VirtualList } from './virtual-list.js';

/** Distance in px at which missing messages load. */
const PREFETCH_DISTANCE_PX = 500;

interface LoadingSources {
  rows: Readonly<Ref<readonly ConversationRow[]>>;
  list: Readonly<ShallowRef<VirtualList | null>>;
  atEnd: Readonly<Ref<boolean>>;
}

/** Loads missing messages near the viewport: older ones, and gaps from the reader's side. */
export function useLoadMissing({ rows, list, atEnd }: LoadingSources) {
  const chat = useChatStore();
  const olderRejection = shallowRef('');
  const gapError = shallowRef('');
  /** Index of the first visible row. */
  const first = shallowRef(0);

  async function older(): Promise<void> {
    olderRejection.value = '';
    try {
      await chat.loadOlder();
    } catch (error) {
      olderRejection.value = errorText(error);
    }
  }
  async function fill(gap: Gap): Promise<void> {
    gapError.value = '';
    const at = rows.value.findIndex((row) => row.kind === 'gap' && row.gap.beforeSeq === gap.beforeSeq);
    try {
      await chat.fillGap(gap, at > first.value ? 'above' : 'below');
    } catch (error) {
      gapError.value = errorText(error);
    }
  }
  const isFilling = ({ afterSeq, beforeSeq }: Gap): boolean =>
    chat.loading.includes(`gap ${afterSeq}`) || chat.loading.includes(`gap ${beforeSeq}`);

  /** Call it on every scroll. */
  function scrolled(): void {
    const now = list.value;
    if (!now || now.viewportSize === 0) return;
    first.value = now.findItemIndex(now.scrollOffset);
    chat.setReadPosition(atEnd.value ? null : seqAt(first.value));
    if (now.scrollOffset < PREFETCH_DISTANCE_PX && chat.conversation.hasMore && olderRejection.value === '') {
      void older();
    }
    const from = now.findItemIndex(Math.max(0, now.scrollOffset - PREFETCH_DISTANCE_PX));
    const to = now.findItemIndex(now.scrollOffset + now.viewportSize + PREFETCH_DISTANCE_PX);
    const nearby = rows.value.slice(from, to + 1).find((row) => row.kind === 'gap');
    if (nearby?.kind === 'gap' && gapError.value === '' && !isFilling(nearby.gap)) void fill(nearby.gap);
  }
  /** The first visible message, or the next one below it. */
  function seqAt(index: number): number | null {
    const row = rows.value.slice(index).find(({ kind }) => kind === 'message');
    return row?.kind === 'message' ? row.message.seq : null;
  }

  // Retries failed loads after a reconnect.
  const { state } = useSocket();
  watch(state, (now) => {
    if (now !== 'up') return;
    olderRejection.value = gapError.value = '';
    scrolled();
  });

  return { first, older, olderRejection, fill, gapError, isFilling, scrolled };
}
