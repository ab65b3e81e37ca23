import type { PersonView } from '@visionary/contract';
import { shallowRef } from 'vue';

/** A typist is forgotten this long after their last sign. */
const TYPING_MS = 5_000;

/** Who is writing now. */
export function makeTypists() {
  const list = shallowRef<readonly PersonView[]>([]);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function saw(person: PersonView): void {
    clearTimeout(timers.get(person.id));
    timers.set(
      person.id,
      setTimeout(() => forget(person.id), TYPING_MS),
    );
    if (!list.value.some(({ id }) => id === person.id)) list.value = [...list.value, person];
  }

  function forget(personId: string): void {
    clearTimeout(timers.get(personId));
    timers.delete(personId);
    list.value = list.value.filter(({ id }) => id !== personId);
  }

  const forgetAll = (): void => list.value.forEach(({ id }) => forget(id));
  return { list, saw, forget, forgetAll };
}
