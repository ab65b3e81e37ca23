/** A take that waits. */
export interface WaitingTake {
  readonly id: string;
  readonly roomId: string;
  readonly authorId: string;
  readonly queuedAt: number;
}

/** When a member's take was last started in a room. */
export interface ServedMember {
  readonly roomId: string;
  readonly authorId: string;
  readonly at: number;
}

const NEVER = -Infinity;
const memberKey = (roomId: string, authorId: string): string => `${roomId}/${authorId}`;

const earlierOf = <T>(items: Iterable<T>, before: (a: T, b: T) => number): T | undefined => {
  let first: T | undefined;
  for (const item of items) if (first === undefined || before(item, first) < 0) first = item;
  return first;
};

/**
 * The order in which waiting takes start: the room that has waited longest for its turn is next, in it the member who has,
 * and of a member's takes the oldest. Whoever floods the line thus delays only themselves.
 */
export const inLine = <T extends WaitingTake>(waiting: readonly T[], served: readonly ServedMember[]): T[] => {
  const rooms = new Map<string, number>();
  const members = new Map<string, number>();
  for (const { roomId, authorId, at } of served) {
    rooms.set(roomId, Math.max(rooms.get(roomId) ?? NEVER, at));
    members.set(memberKey(roomId, authorId), at);
  }
  const roomAt = (take: T) => rooms.get(take.roomId) ?? NEVER;
  const memberAt = (take: T) => members.get(memberKey(take.roomId, take.authorId)) ?? NEVER;
  const compare = (a: T, b: T) =>
    order(roomAt(a), roomAt(b)) ||
    (a.roomId === b.roomId ? order(memberAt(a), memberAt(b)) : 0) ||
    a.queuedAt - b.queuedAt ||
    (a.id < b.id ? -1 : 1);

  const left = new Set(waiting);
  const line: T[] = [];
  // Turns given in this imagined future come after all that were really given.
  let turn = served.reduce((latest, { at }) => Math.max(latest, at), 0);
  for (let next = earlierOf(left, compare); next; next = earlierOf(left, compare)) {
    left.delete(next);
    line.push(next);
    turn += 1;
    rooms.set(next.roomId, turn);
    members.set(memberKey(next.roomId, next.authorId), turn);
  }
  return line;
};

/** Infinity - Infinity is NaN, so no subtraction. */
const order = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
