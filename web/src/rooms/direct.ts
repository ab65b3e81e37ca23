import type { PersonView, RoomView } from '@visionary/contract';

/** With whom a direct room is, seen by one of its two; undefined where it is none. */
export function otherOf({ direct }: Pick<RoomView, 'direct'>, myId: string | undefined): PersonView | undefined {
  return direct?.find(({ id }) => id !== myId) ?? direct?.[0];
}
