import { nextTick, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { orToast } from '../../../shared/use-action.js';
import { useChatStore } from '../../../chat/index.js';
import { useRoomStore } from '../../../rooms/index.js';

/**
 * Follows links to a message, `/rooms/ID?message=MID`, on entering and while the room is open. The message is removed
 * from the URL afterwards, so that the same link works again.
 */
export function useLinkedMessage(showChat: () => void): void {
  const route = useRoute();
  const router = useRouter();
  const room = useRoomStore();
  const chat = useChatStore();

  async function follow(messageId: string): Promise<void> {
    showChat();
    await nextTick();
    await orToast(() => chat.jumpTo({ messageId }));
    const { message: _, ...query } = route.query;
    await router.replace({ ...route, query });
  }

  watch(
    [() => route.query['message'], () => room.connectionState === 'live'],
    ([messageId, isLive]) => {
      if (isLive && typeof messageId === 'string' && messageId !== '') void follow(messageId);
    },
    { immediate: true },
  );
}
