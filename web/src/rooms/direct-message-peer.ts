import type { UserView, RoomView } from '@visionary/contract';

/** The other user of a direct room; undefined for other rooms. */
export function directMessagePeer(
  { direct }: Pick<RoomView, 'direct'>,
  myId: string | undefined,
): UserView | undefined {
  return direct?.find(({ id }) => id !== myId) ?? direct?.[0];
}
