import type { FreshState, MessageView, RoomEvent } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { z } from 'zod';
import { useMarks } from '../me/marks.store.js';
import { asRefused } from '../shared/refused.js';
import type { RoomDoor } from '../shared/room-door.js';
import { useSession } from '../shared/session/index.js';
import { makeChanges } from './changes.js';
import { makeHistory } from './history.js';
import { isChange } from './message-change.js';
import { useOutbox } from './outbox/outbox.store.js';
import { makeOutgoing } from './outgoing.js';
import type { Said } from './pending-message.js';
import { makeTyping } from './typing.js';

/** What is said in the room that is open. Events write it; components read it. */
export const useChat = defineStore('chat', () => {
  const session = useSession();
  const marks = useMarks();
  const outbox = useOutbox();
  const door = shallowRef<RoomDoor | null>(null);
  const { reset: resetHistory, apply: applyToHistory, known, show, ...history } = makeHistory(door);
  const outgoing = makeOutgoing(door);
  const changes = makeChanges(outgoing.changing, { known, show });
  const typing = makeTyping(door);
  /** Said while the end of the list was out of sight. */
  const unseen = shallowRef(0);
  /** Counts up with each message I send here; what I send in another tab moves nothing in this one. */
  const sends = shallowRef(0);

  function enter(through: RoomDoor | null): void {
    door.value = through;
    resetHistory(null);
    outbox.enter(through);
    typing.forgetAll();
    marks.resume();
  }

  function settle({ author, clientId, roomId, seq }: MessageView): void {
    if (author.id === session.me?.id) outbox.settle(clientId, roomId, seq);
  }

  /** Nothing of what was known before is shown again; where the reader was is read anew. */
  function reset(fresh: z.infer<typeof FreshState>, seq: number): void {
    resetHistory(fresh, seq);
    for (const message of fresh.messages) settle(message);
    if (door.value) outbox.settleUpTo(door.value.roomId, seq);
    void history.readAgain().catch(asRefused);
  }

  /** Every event of the log passes here: those that are not about messages still say how far it is. */
  function apply(event: RoomEvent): void {
    applyToHistory(event);
    // Of a change the log does not say by which command: one that was answered is in it once it has come so far.
    if (isChange(event)) outbox.settleUpTo(event.roomId, event.seq);
    if (event.type !== 'chat.sent') return;
    settle(event.payload.message);
    typing.forget(event.payload.message.author.id);
  }

  function send(said: Said): void {
    outgoing.send(said);
    sends.value += 1;
    typing.typed();
    marks.resume();
  }

  /** From this message on it is unread again, on all my devices. @throws Refused */
  const markUnread = ({ id, roomId }: MessageView): Promise<void> => marks.markUnread(roomId, id);
  const noteUnseen = (count: number): void => void (unseen.value = count);

  const state = { roomId: computed(() => door.value?.roomId ?? null), unseen, sends, ...typing.views };
  return { ...state, ...history, ...changes, ...outgoing, noteUnseen, markUnread, enter, reset, apply, send };
});
