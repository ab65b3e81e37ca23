import type { Role, RoomSettings } from '@visionary/contract';

export interface Room extends Readonly<RoomSettings> {
  readonly id: string;
  readonly ownerId: string;
  readonly createdAt: number;
  /** Seq of the newest event of the room log; 0 before the first. */
  readonly lastSeq: number;
  /** When something last happened in the room. The lobby is ordered by it. */
  readonly activeAt: number;
  /** `direct`: exactly two users, without roles, invitations and bans. */
  readonly kind: 'room' | 'direct';
  /** Null: the room is not archived. */
  readonly archivedAt: number | null;
}

export interface ModeratedRoom extends Room {
  readonly isHidden: boolean;
}

/** A room, and what is stored of one user in it. */
export interface RoomMembershipRow {
  readonly room: Room;
  /** Null for a user who is not a member. */
  readonly storedRole: Role | null;
  readonly isBanned: boolean;
  /** Can be in the past. */
  readonly mutedUntil: number | null;
  /** The other user of a direct room. */
  readonly otherUserId: string | null;
  /** The user of a direct room whose first messages wait for acceptance. Null: nobody's. */
  readonly requesterId: string | null;
}

/** A stranger's first messages in a direct room, until the other user accepts. */
export interface DirectRequest {
  readonly roomId: string;
  readonly requesterId: string;
  readonly recipientId: string;
  /** Null: not declined. */
  readonly declinedAt: number | null;
}

export interface Member {
  readonly userId: string;
  readonly role: Role;
  readonly joinedAt: number;
}

/** A member joined, as the log has it. */
export interface Join {
  readonly userId: string;
  readonly seq: number;
  readonly at: number;
}

export interface Ban {
  readonly roomId: string;
  readonly userId: string;
  readonly byId: string;
  readonly reason: string;
  readonly at: number;
}

/** Where the next page of the lobby starts: after the room with this activity and id. */
export interface LobbyCursor {
  readonly activeAt: number;
  readonly id: string;
}

/** Users who are not members can read public rooms, and cannot tell a private room from a missing one. */
export const roleIn = ({ room, storedRole }: Pick<RoomMembershipRow, 'room' | 'storedRole'>): Role | null =>
  storedRole ?? (room.visibility === 'public' ? 'viewer' : null);

/** Whether the lobby lists the room for everyone. */
export const isOpen = ({ visibility, archivedAt }: Room): boolean => visibility === 'public' && archivedAt === null;

/** Normalizes text for search: width and case are ignored. */
export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Cache tag of a room's name and visibility. */
export const roomCacheTag = (id: string): string => `room:${id}`;
