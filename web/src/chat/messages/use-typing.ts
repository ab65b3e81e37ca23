import type { UserView } from '@visionary/contract';
import type { Ref } from 'vue';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useTypingUsers } from './typing-users.js';

/** My typing event is repeated at most this often. */
const TYPING_INTERVAL_MS = 2_500;

/** Who is typing, and publishing that I am. */
export function useTyping(connection: Readonly<Ref<RoomConnection | null>>) {
  const socket = useSocket();
  const session = useSessionStore();
  const { list: typists, saw, remove, clear } = useTypingUsers();
  let typedAt = 0;

  /** Publishes that I am typing; cheap enough for every key. */
  function typing(): void {
    if (!connection.value || Date.now() - typedAt < TYPING_INTERVAL_MS) return;
    typedAt = Date.now();
    socket.sendVolatile('chat.startTyping', { roomId: connection.value.roomId });
  }
  function applyTyped(user: UserView): void {
    if (user.id !== session.me?.id) saw(user);
  }
  /** The message was sent. */
  const typed = (): void => void (typedAt = 0);
  return { views: { typists, typing, applyTyped }, typed, remove, clear };
}
