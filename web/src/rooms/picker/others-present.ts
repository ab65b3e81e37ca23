import type { PresenceView, UserView } from '@visionary/contract';

/** Who is in a room beside me. The server names me on cards for me, so those who are not named are others. */
export function othersPresent(
  { users, unlisted = 0 }: PresenceView,
  myId: string | undefined,
): { readonly users: readonly UserView[]; readonly count: number } {
  const others = users.filter(({ id }) => id !== myId);
  return { users: others, count: others.length + unlisted };
}
