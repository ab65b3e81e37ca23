import type { LoggedJoin, RoomEvent } from '@visionary/contract';

/** Who joined, after this event. Those who left have no line, as in a snapshot. */
export function withJoin(joins: readonly LoggedJoin[], { type, seq, at, payload }: RoomEvent): readonly LoggedJoin[] {
  if (type === 'rooms.joined') return [...joins, { user: payload.user, seq, at }];
  if (type === 'rooms.left') return joins.filter(({ user }) => user.id !== payload.user.id);
  return joins;
}
