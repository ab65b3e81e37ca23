import type { PersonView } from '@visionary/contract';
import type { Ref } from 'vue';
import type { RoomDoor } from '../shared/room-door.js';
import { useSession } from '../shared/session/index.js';
import { useSocket } from '../shared/socket/index.js';
import { makeTypists } from './typists.js';

/** My own sign of writing is repeated no more often than this. */
const TYPING_EVERY_MS = 2_500;

/** Who is writing now, and that I am. */
export function makeTyping(door: Readonly<Ref<RoomDoor | null>>) {
  const socket = useSocket();
  const session = useSession();
  const { list: typists, saw, forget, forgetAll } = makeTypists();
  let typedAt = 0;

  /** Tells the others that I am writing; cheap to call on every key. */
  function typing(): void {
    if (!door.value || Date.now() - typedAt < TYPING_EVERY_MS) return;
    typedAt = Date.now();
    socket.volatile('chat.type', { roomId: door.value.roomId });
  }
  function applyTyped(person: PersonView): void {
    if (person.id !== session.me?.id) saw(person);
  }
  /** What was written is said. */
  const typed = (): void => void (typedAt = 0);
  return { views: { typists, typing, applyTyped }, typed, forget, forgetAll };
}
