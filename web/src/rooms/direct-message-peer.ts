import type { UserView, RoomView } from '@visionary/contract';

/** With whom a direct room is, seen by one of its two; undefined where it is none. */
export function directMessagePeer(
  { direct }: Pick<RoomView, 'direct'>,
  myId: string | undefined,
): UserView | undefined {
  return direct?.find(({ id }) => id !== myId) ?? direct?.[0];
}
