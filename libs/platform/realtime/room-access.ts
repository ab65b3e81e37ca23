import type { Role } from '@visionary/contract';

/** What somebody is in a room, for whoever may know that the room exists. */
export interface RoomAccessState {
  /** Of whoever does not belong to it: what a public room lets everybody do. */
  readonly role: Role;
  readonly isMember: boolean;
  /** Kept out, whatever the room lets others do. */
  readonly isBanned: boolean;
  /** Only reads until then; may be in the past. */
  readonly mutedUntil: number | null;
  readonly isPublic: boolean;
  readonly isArchived: boolean;
  /** Two users alone. */
  readonly isDirect: boolean;
  /** The other of the two does not hear from this one any more. */
  readonly isBlocked: boolean;
}

/** Who may do what in a room. The rooms slice binds it; everything that is said over a socket passes it. */
export abstract class RoomAccess {
  /** Answers from a short cache. @returns null where the room does not exist or must not be seen: the caller cannot tell which. */
  abstract getCached(userId: string | null, roomId: string): Promise<RoomAccessState | null>;

  /** As `standingOf`, and as the database has it at this moment. */
  abstract getFresh(userId: string | null, roomId: string): Promise<RoomAccessState | null>;

  /** @returns what they may do at most, null where they may not even read. */
  async roleOf(userId: string | null, roomId: string): Promise<Role | null> {
    const standing = await this.getCached(userId, roomId);
    return standing && !standing.isBanned ? standing.role : null;
  }
}
