import type { UserView } from '@visionary/contract';
import { shallowRef } from 'vue';

/** A typing user is removed this long after their last event. */
const TYPING_MS = 5_000;

/** The users who are typing. */
export function useTypingUsers() {
  const list = shallowRef<readonly UserView[]>([]);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function saw(user: UserView): void {
    clearTimeout(timers.get(user.id));
    timers.set(
      user.id,
      setTimeout(() => remove(user.id), TYPING_MS),
    );
    if (!list.value.some(({ id }) => id === user.id)) list.value = [...list.value, user];
  }

  function remove(userId: string): void {
    clearTimeout(timers.get(userId));
    timers.delete(userId);
    list.value = list.value.filter(({ id }) => id !== userId);
  }

  const clear = (): void => list.value.forEach(({ id }) => remove(id));
  return { list, saw, remove, clear };
}
