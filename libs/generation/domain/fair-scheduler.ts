import { Heap } from './heap.js';

/** A queued take. Times in ms since 1970. */
export interface QueuedTake {
  readonly id: string;
  readonly roomId: string;
  readonly authorId: string;
  readonly queuedAt: number;
  /** How many takes have overtaken it. */
  readonly overtaken: number;
}

/** When a take of a member last started in a room. */
export interface LastServed {
  readonly roomId: string;
  readonly authorId: string;
  readonly at: number;
}

/** A take is overtaken at most this often during its whole wait. */
export const MAX_OVERTAKES = 16;

/** A user who has waited this long goes before rooms that came later. */
export const STARVATION_MS = 3 * 60_000;

interface User {
  servedAt: number;
}

interface Room<T> {
  servedAt: number;
  readonly members: Member<T>[];
  /** The member who is next in this room, and since when the room waits. Set by the first `next`. */
  candidate: Candidate<T> | undefined;
}

interface Member<T> {
  readonly room: Room<T>;
  readonly user: User;
  /** Oldest first. Those before `next` have been served. */
  takes: readonly T[];
  next: number;
  servedAt: number;
}

interface Candidate<T> {
  readonly member: Member<T>;
  readonly take: T;
  /** The earliest goes first. */
  readonly dueAt: number;
}

/** Heaps by due time. Entries may be stale: `first` checks them. */
interface DueHeaps<T> {
  readonly rooms: Heap<Candidate<T>>;
  /** The next take of each member, due by age or because it was overtaken too often. */
  readonly members: Heap<Candidate<T>>;
}

const NEVER = -Infinity;

/**
 * Serves takes in fair order: the room that has waited longest, in it the member who has waited longest, and of that member the
 * oldest take. Waiting starts with the last turn or with the request, whichever is later, so neither a flood of takes nor a long
 * silence gains anything.
 * Aging: a user who was not served for STARVATION_MS is due regardless of the rooms, so nobody in a crowded room starves. A
 * take that was overtaken MAX_OVERTAKES times is due at once.
 */
export class FairScheduler<T extends QueuedTake> {
  private readonly rooms = new Set<Room<T>>();
  /** Undefined until the first `next`. */
  private dueHeaps: DueHeaps<T> | undefined;

  /** @param now lower bound for the time of simulated turns */
  static of<T extends QueuedTake>(waiting: readonly T[], served: readonly LastServed[], now: number): FairScheduler<T> {
    const lastQueuedAt = waiting.reduce((last, { queuedAt }) => Math.max(last, queuedAt), now);
    const scheduler = new FairScheduler<T>(Math.max(lastQueuedAt, lastServedAt(served)), new Map());
    const users = new Map<string, User>();
    for (const { authorId, at } of served) {
      const user = userOf(users, authorId);
      user.servedAt = Math.max(user.servedAt, at);
    }
    const servedByRoom = Map.groupBy(served, ({ roomId }) => roomId);
    for (const [roomId, takes] of Map.groupBy(waiting, (take) => take.roomId)) {
      const turns = servedByRoom.get(roomId) ?? [];
      const room: Room<T> = { servedAt: lastServedAt(turns), members: [], candidate: undefined };
      for (const [authorId, memberTakes] of Map.groupBy(takes, (take) => take.authorId)) {
        const servedAt = lastServedAt(turns.filter((one) => one.authorId === authorId));
        room.members.push({ room, user: userOf(users, authorId), takes: memberTakes.sort(byAge), next: 0, servedAt });
      }
      scheduler.rooms.add(room);
    }
    return scheduler;
  }

  /**
   * @param lastTurnAt time of the last turn
   * @param overtakes in addition to the counts of the takes
   */
  private constructor(
    private lastTurnAt: number,
    private readonly overtakes: Map<string, number>,
  ) {}

  /** Serves the next take. @returns undefined if none waits */
  next(): T | undefined {
    const candidate = this.firstCandidate();
    if (!candidate) return undefined;
    this.lastTurnAt += 1;
    this.serve(candidate.member, this.lastTurnAt);
    return candidate.take;
  }

  get isEmpty(): boolean {
    return this.rooms.size === 0;
  }

  /** Serves one of `candidates`, of this scheduler or of a restricted one, and counts the overtaken takes. */
  serveNext(take: T, overtaken: readonly T[], at: number): void {
    const member = this.members().find(({ takes, next }) => takes.includes(take, next));
    if (!member) throw new Error(`${take.id} does not wait`);
    const { takes, next } = member;
    if (takes[next] !== take) {
      member.takes = [...takes.slice(0, next), take, ...takes.slice(next).filter((one) => one !== take)];
    }
    for (const one of overtaken) this.overtakes.set(one.id, (this.overtakes.get(one.id) ?? 0) + 1);
    this.lastTurnAt = Math.max(this.lastTurnAt, at);
    this.serve(member, this.lastTurnAt);
    // Takes that were overtaken too often are due now.
    this.dueHeaps = undefined;
  }

  overtakenOf(take: T): number {
    return take.overtaken + (this.overtakes.get(take.id) ?? 0);
  }

  /** The next take of each member, and since when it waits. */
  candidates(): Map<T, number> {
    const heads = this.members().map(({ takes, next, servedAt }) => [takes[next], servedAt] as const);
    return new Map(heads.flatMap(([take, servedAt]) => (take ? [[take, Math.max(servedAt, take.queuedAt)]] : [])));
  }

  /** A copy to simulate further turns with. It shares the overtake counts, so it is valid until the original serves a take. */
  clone(): FairScheduler<T> {
    return this.copy((member) => member);
  }

  /** As `clone`, with some of the takes, as if a member's other takes did not wait. */
  restrictedTo(isAllowed: (take: T) => boolean): FairScheduler<T> {
    return this.copy(({ takes, next }) => ({ takes: takes.slice(next).filter(isAllowed), next: 0 }));
  }

  /** @param takesOf a member's takes in the copy */
  private copy(takesOf: (member: Member<T>) => Pick<Member<T>, 'takes' | 'next'>): FairScheduler<T> {
    const other = new FairScheduler<T>(this.lastTurnAt, this.overtakes);
    const users = new Map<User, User>();
    for (const { servedAt, members } of this.rooms) {
      const room: Room<T> = { servedAt, members: [], candidate: undefined };
      for (const member of members) {
        const user = users.get(member.user) ?? { servedAt: member.user.servedAt };
        users.set(member.user, user);
        const { takes, next } = takesOf(member);
        if (next < takes.length) room.members.push({ ...member, takes, next, room, user });
      }
      if (room.members.length > 0) other.rooms.add(room);
    }
    return other;
  }

  private members(): Member<T>[] {
    return [...this.rooms].flatMap(({ members }) => members);
  }

  private serve(member: Member<T>, at: number): void {
    const { room, user } = member;
    member.next += 1;
    member.servedAt = at;
    room.servedAt = at;
    user.servedAt = at;
    if (member.next === member.takes.length) room.members.splice(room.members.indexOf(member), 1);
    if (room.members.length === 0) this.rooms.delete(room);
    if (this.dueHeaps) this.schedule(room, [member], this.dueHeaps);
  }

  /** Adds the next candidates of a room and of these members. */
  private schedule(room: Room<T>, members: readonly Member<T>[], heaps: DueHeaps<T>): void {
    room.candidate = candidateOf(room);
    if (room.candidate) heaps.rooms.push(room.candidate);
    for (const member of members) {
      const take = member.takes[member.next];
      if (take) heaps.members.push({ member, take, dueAt: this.starvationDeadline(member.user, take) });
    }
  }

  private firstCandidate(): Candidate<T> | undefined {
    const { rooms, members } = (this.dueHeaps ??= this.buildHeaps());
    while (rooms.first && rooms.first.member.room.candidate !== rooms.first) rooms.removeFirst();
    for (let first = members.first; first; first = members.first) {
      const { member, take, dueAt } = first;
      const isNext = member.takes[member.next] === take;
      const deadline = isNext ? this.starvationDeadline(member.user, take) : NEVER;
      if (isNext && deadline === dueAt) break;
      members.removeFirst();
      // A turn in another room delays the user.
      if (deadline > dueAt) members.push({ member, take, dueAt: deadline });
    }
    const [room, aged] = [rooms.first, members.first];
    return room && aged && isEarlier(aged, room) ? aged : room;
  }

  private buildHeaps(): DueHeaps<T> {
    const heaps = { rooms: new Heap<Candidate<T>>(isEarlier), members: new Heap<Candidate<T>>(isEarlier) };
    for (const room of this.rooms) this.schedule(room, room.members, heaps);
    return heaps;
  }

  private starvationDeadline({ servedAt }: User, take: T): number {
    if (this.overtakenOf(take) >= MAX_OVERTAKES) return NEVER;
    return Math.max(servedAt, take.queuedAt) + STARVATION_MS;
  }
}

/** The member who has waited longest. The room waits since its last turn, or since its first request. */
const candidateOf = <T extends QueuedTake>({ members, servedAt }: Room<T>): Candidate<T> | undefined => {
  let first: Candidate<T> | undefined;
  let firstQueuedAt = Infinity;
  for (const member of members) {
    const take = member.takes[member.next];
    if (!take) continue;
    firstQueuedAt = Math.min(firstQueuedAt, take.queuedAt);
    const dueAt = Math.max(member.servedAt, take.queuedAt);
    if (!first || isBefore(dueAt, take, first)) first = { member, take, dueAt };
  }
  return first && { ...first, dueAt: Math.max(servedAt, firstQueuedAt) };
};

const userOf = (users: Map<string, User>, authorId: string): User => {
  const user = users.get(authorId) ?? { servedAt: NEVER };
  users.set(authorId, user);
  return user;
};

const lastServedAt = (served: readonly LastServed[]): number =>
  served.reduce((last, { at }) => Math.max(last, at), NEVER);
const byAge = (a: QueuedTake, b: QueuedTake): number => a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1);
const isBefore = (dueAt: number, take: QueuedTake, other: Candidate<QueuedTake>): boolean =>
  dueAt === other.dueAt ? byAge(take, other.take) < 0 : dueAt < other.dueAt;
const isEarlier = (one: Candidate<QueuedTake>, other: Candidate<QueuedTake>): boolean =>
  isBefore(one.dueAt, one.take, other);
