import type { UserView } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** My typing event is repeated at most this often. */
const TYPING_INTERVAL_MS = 2_500;
/** A typing user is removed this long after their last event. */
const TYPING_MS = 5_000;

/** Who is typing, and publishing that I am. */
export function useTyping(connection: Readonly<Ref<RoomConnection | null>>) {
  const socket = useSocket();
  const session = useSessionStore();
  const typists = shallowRef<readonly UserView[]>([]);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let typedAt = 0;

  /** Publishes that I am typing; cheap enough for every key. */
  function typing(): void {
    if (!connection.value || Date.now() - typedAt < TYPING_INTERVAL_MS) return;
    typedAt = Date.now();
    socket.sendVolatile('chat.startTyping', { roomId: connection.value.roomId });
  }
  function applyTyped(user: UserView): void {
    if (user.id === session.me?.id) return;
    clearTimeout(timers.get(user.id));
    timers.set(
      user.id,
      setTimeout(() => remove(user.id), TYPING_MS),
    );
    if (!typists.value.some(({ id }) => id === user.id)) typists.value = [...typists.value, user];
  }
  function remove(userId: string): void {
    clearTimeout(timers.get(userId));
    timers.delete(userId);
    typists.value = typists.value.filter(({ id }) => id !== userId);
  }
  /** My message was sent. */
  const typed = (): void => void (typedAt = 0);
  const clear = (): void => typists.value.forEach(({ id }) => remove(id));
  return { typists, typing, applyTyped, typed, remove, clear };
}
