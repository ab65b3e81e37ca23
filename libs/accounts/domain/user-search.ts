import type { User } from './user.js';

/** Port: users by a part of their name. */
export abstract class UserSearch {
  /**
   * Whose shown name has `folded` in it, those first whom it begins; and who signs in with exactly it. A sign-in name that
   * is not shown may say more about somebody than they want to tell: no part of it finds them.
   * @param among only these users; null: everybody
   */
  abstract find(folded: string, among: readonly string[] | null, limit: number): Promise<User[]>;
}

/** Who can see what happens in a room, as far as whoever asks may know. */
export interface RoomViewers {
  readonly memberIds: readonly string[];
  /** Whether everybody else sees it, too. */
  readonly isOpen: boolean;
}

/** Where the slice that knows rooms says who can see one; until then none can be asked for. */
export class RoomViewersRegistry {
  private read: ((roomId: string, askerId: string) => Promise<RoomViewers | null>) | undefined;

  /** @param read gives null where there is no such room, or whoever asks must not see it */
  use(read: (roomId: string, askerId: string) => Promise<RoomViewers | null>): void {
    this.read = read;
  }

  async of(roomId: string, askerId: string): Promise<RoomViewers | null> {
    return (await this.read?.(roomId, askerId)) ?? null;
  }
}
