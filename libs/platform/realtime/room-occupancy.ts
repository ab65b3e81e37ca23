import type { UserView } from '@visionary/contract';

/** Users and visitors of one node in one room, as gossiped to other nodes. */
export interface Occupancy {
  readonly users: readonly UserView[];
  readonly visitors: number;
}

interface Seen {
  user: UserView;
  pages: number;
}

const isSame = (a: UserView, b: UserView): boolean =>
  a === b || (a.id === b.id && a.name === b.name && a.image === b.image);

/** Counts the sockets in one room incrementally. Further tabs of a user change nothing for others. */
export class RoomOccupancy {
  private readonly sockets = new Map<string, string | null>();
  private readonly seen = new Map<string, Seen>();
  private visitors = 0;

  get isEmpty(): boolean {
    return this.sockets.size === 0;
  }

  /** @returns true if others see a change */
  enter(socketId: string, user: UserView | null): boolean {
    const before = this.sockets.get(socketId);
    if (before === undefined) return this.add(socketId, user);
    if (before === null ? user === null : before === user?.id) return user !== null && this.updateProfile(user);
    const goes = this.leave(socketId);
    return this.add(socketId, user) || goes;
  }

  /** @returns true if others see a change */
  leave(socketId: string): boolean {
    const userId = this.sockets.get(socketId);
    if (!this.sockets.delete(socketId)) return false;
    const seen = typeof userId === 'string' ? this.seen.get(userId) : undefined;
    if (!seen) this.visitors -= 1;
    else if (--seen.pages === 0) this.seen.delete(seen.user.id);
    return !seen || seen.pages === 0;
  }

  /** @returns true if others see a change */
  updateProfile(user: UserView): boolean {
    const seen = this.seen.get(user.id);
    if (!seen || isSame(seen.user, user)) return false;
    seen.user = user;
    return true;
  }

  /** In order of arrival. */
  view(): Occupancy {
    return { users: [...this.seen.values()].map(({ user }) => user), visitors: this.visitors };
  }

  private add(socketId: string, user: UserView | null): boolean {
    this.sockets.set(socketId, user?.id ?? null);
    if (!user) {
      this.visitors += 1;
      return true;
    }
    const seen = this.seen.get(user.id);
    if (!seen) {
      this.seen.set(user.id, { user, pages: 1 });
      return true;
    }
    seen.pages += 1;
    return this.updateProfile(user);
  }
}

export const isSameOccupancy = (a: Occupancy, b: Occupancy): boolean =>
  a.visitors === b.visitors &&
  a.users.length === b.users.length &&
  a.users.every((user, index) => isSame(user, b.users[index] as UserView));
