import type { FreshState, MessageView, PersonView, RoomEventOf } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import type { z } from 'zod';
import { freshId } from '../shared/fresh-id.js';
import { asRefused } from '../shared/refused.js';
import type { RoomDoor } from '../shared/room-door.js';
import { useSocket } from '../shared/socket/index.js';
import { EMPTY, withMessage, withOlder, withReaction } from './conversation.js';

/** What was said in the room, as far back as somebody scrolled. */
export function makeHistory(door: Readonly<Ref<RoomDoor | null>>) {
  const socket = useSocket();
  const conversation = shallowRef(EMPTY);
  const loadingOlder = shallowRef(false);

  function reset(fresh: z.infer<typeof FreshState> | null): void {
    conversation.value = fresh ? withOlder(EMPTY, { messages: fresh.messages, more: fresh.moreMessages }) : EMPTY;
  }

  function applySent({ payload }: RoomEventOf<'chat.sent'>): void {
    conversation.value = withMessage(conversation.value, payload.message);
  }

  function applyReacted({ payload }: RoomEventOf<'chat.reacted'>): void {
    conversation.value = withReaction(conversation.value, payload);
  }

  /** Shows at once and is taken back if the server says no. @throws Refused */
  async function react(by: PersonView, message: MessageView, emoji: string, on: boolean): Promise<void> {
    if (!door.value) return;
    const { roomId, hear } = door.value;
    const change = (is: boolean) => ({ messageId: message.id, emoji, person: { id: by.id, name: by.name }, on: is });
    conversation.value = withReaction(conversation.value, change(on));
    try {
      const command = { roomId, clientId: freshId(), messageId: message.id, emoji, on };
      hear((await socket.send('chat.react', command, { queue: true })).event);
    } catch (error) {
      conversation.value = withReaction(conversation.value, change(!on));
      throw asRefused(error);
    }
  }

  /** The page before the oldest message known. @throws Refused */
  async function older(): Promise<void> {
    const oldest = conversation.value.messages[0];
    if (!door.value || loadingOlder.value || !conversation.value.more || !oldest) return;
    const { roomId } = door.value;
    loadingOlder.value = true;
    try {
      const page = await socket.send('chat.older', { roomId, beforeSeq: oldest.seq });
      if (door.value?.roomId === roomId) conversation.value = withOlder(conversation.value, page);
    } finally {
      loadingOlder.value = false;
    }
  }

  return { conversation, loadingOlder, reset, applySent, applyReacted, react, older };
}
