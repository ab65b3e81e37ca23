import type { UserView } from '@visionary/contract';

/** Users and visitors of one node in one room, as gossiped to other nodes. */
export interface Occupancy {
  readonly users: readonly UserView[];
  readonly visitors: number;
}

interface PresentUser {
  user: UserView;
  sockets: number;
}

const isSame = (a: UserView, b: UserView): boolean =>
  a === b || (a.id === b.id && a.name === b.name && a.image === b.image);

/** Counts the sockets in one room incrementally. Further tabs of a user change nothing for others. */
export class RoomOccupancy {
  private readonly sockets = new Map<string, string | null>();
  private readonly users = new Map<string, PresentUser>();
  private visitors = 0;

  get isEmpty(): boolean {
    return this.sockets.size === 0;
  }

  /** @returns true if others see a change */
  enter(socketId: string, user: UserView | null): boolean {
    const previous = this.sockets.get(socketId);
    if (previous === undefined) return this.add(socketId, user);
    if (previous === null ? user === null : previous === user?.id) return user !== null && this.updateProfile(user);
    const hasLeft = this.leave(socketId);
    return this.add(socketId, user) || hasLeft;
  }

  /** @returns true if others see a change */
  leave(socketId: string): boolean {
    const userId = this.sockets.get(socketId);
    if (!this.sockets.delete(socketId)) return false;
    const present = typeof userId === 'string' ? this.users.get(userId) : undefined;
    if (!present) this.visitors -= 1;
    else if (--present.sockets === 0) this.users.delete(present.user.id);
    return !present || present.sockets === 0;
  }

  /** @returns true if others see a change */
  updateProfile(user: UserView): boolean {
    const present = this.users.get(user.id);
    if (!present || isSame(present.user, user)) return false;
    present.user = user;
    return true;
  }

  /** In order of arrival. */
  view(): Occupancy {
    return { users: [...this.users.values()].map(({ user }) => user), visitors: this.visitors };
  }

  private add(socketId: string, user: UserView | null): boolean {
    this.sockets.set(socketId, user?.id ?? null);
    if (!user) {
      this.visitors += 1;
      return true;
    }
    const present = this.users.get(user.id);
    if (!present) {
      this.users.set(user.id, { user, sockets: 1 });
      return true;
    }
    present.sockets += 1;
    return this.updateProfile(user);
  }
}

export const isSameOccupancy = (a: Occupancy, b: Occupancy): boolean =>
  a.visitors === b.visitors &&
  a.users.length === b.users.length &&
  a.users.every((user, index) => isSame(user, b.users[index] as UserView));
