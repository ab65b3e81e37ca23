import type { Role } from '@visionary/contract';

/** The state of a user in a room. Only for users who may know that the room exists. */
export interface RoomAccessState {
  /** For users who aren't members, the room's default for everyone. */
  readonly role: Role;
  readonly isMember: boolean;
  /** Overrides everything else. */
  readonly isBanned: boolean;
  /** Read-only until then. May be in the past. */
  readonly mutedUntil: number | null;
  readonly isPublic: boolean;
  readonly isArchived: boolean;
  /** A direct room. */
  readonly isDirect: boolean;
  /** In a direct room, messages don't reach the other user. */
  readonly isBlocked: boolean;
  /** In a direct room: the user whose first messages wait for acceptance. Null: nobody's. */
  readonly requesterId: string | null;
}

/** Who may do what in a room. Bound by the rooms slice. Every room command passes it. */
export abstract class RoomAccess {
  /**
   * Uses a short-lived cache. @returns null if the room doesn't exist or the user may not see it; callers can't tell
   * which
   */
  abstract getCached(userId: string | null, roomId: string): Promise<RoomAccessState | null>;

  /** Like `getCached`, but reads the database. */
  abstract getFresh(userId: string | null, roomId: string): Promise<RoomAccessState | null>;

  /** @returns the role of the user, null if they may not read the room */
  async roleOf(userId: string | null, roomId: string): Promise<Role | null> {
    const state = await this.getCached(userId, roomId);
    return state && !state.isBanned ? state.role : null;
  }
}
