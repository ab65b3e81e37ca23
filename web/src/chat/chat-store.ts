import type { FreshState, PersonView, RoomEventOf } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { z } from 'zod';
import type { RoomDoor } from '../shared/room-door.js';
import { useSession } from '../shared/session/index.js';
import { useSocket } from '../shared/socket/index.js';
import { makeHistory } from './history.js';
import { makeOutgoing } from './outgoing.js';
import { makeTypists } from './typists.js';

/** My own sign of writing is repeated no more often than this. */
const TYPING_EVERY_MS = 2_500;

/** What is said in the room that is open. Events write it; components read it. */
export const useChat = defineStore('chat', () => {
  const socket = useSocket();
  const session = useSession();
  const door = shallowRef<RoomDoor | null>(null);
  const { reset: resetHistory, applySent: addSent, ...history } = makeHistory(door);
  const { forgetAll, ...outgoing } = makeOutgoing(door);
  const typists = makeTypists();
  /** Said while the end of the list was out of sight. */
  const unseen = shallowRef(0);
  let typedAt = 0;

  function enter(through: RoomDoor | null): void {
    door.value = through;
    resetHistory(null);
    forgetAll();
    typists.forgetAll();
  }

  function reset(fresh: z.infer<typeof FreshState>): void {
    resetHistory(fresh);
    for (const { clientId } of fresh.messages) outgoing.settle(clientId);
  }

  function applySent(event: RoomEventOf<'chat.sent'>): void {
    const { clientId, author } = event.payload.message;
    addSent(event);
    if (author.id === session.me?.id) outgoing.settle(clientId);
    typists.forget(author.id);
  }

  function applyTyped(person: PersonView): void {
    if (person.id !== session.me?.id) typists.saw(person);
  }

  function send(text: string): void {
    outgoing.send(text);
    typedAt = 0;
  }

  /** Tells the others that I am writing; cheap to call on every key. */
  function typing(): void {
    if (!door.value || Date.now() - typedAt < TYPING_EVERY_MS) return;
    typedAt = Date.now();
    socket.volatile('chat.type', { roomId: door.value.roomId });
  }

  const noteUnseen = (count: number): void => void (unseen.value = count);

  const state = { typists: typists.list, unseen };
  return { ...state, ...history, ...outgoing, noteUnseen, enter, reset, applySent, applyTyped, send, typing };
});
