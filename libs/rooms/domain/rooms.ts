import type { RoomSettings, RoomMembershipRow, Role, Room } from './room.js';

/** Where a page of the lobby goes on: after the room that was active then. */
export interface LobbyCursor {
  readonly activeAt: number;
  readonly id: string;
}

/** Port: rooms. */
export abstract class Rooms {
  /** With its owner as its first member; where two talk alone nobody owns, and its creator is an editor like the other. */
  abstract add(room: Room): Promise<void>;
  abstract find(roomId: string): Promise<Room | null>;
  /** @returns the room and all that is stored of the user in it, in one query. */
  abstract findPlace(roomId: string, userId: string | null): Promise<RoomMembershipRow | null>;
  /**
   * As `findPlace` for many in one room, in two queries however many: what is stored of them is no older than the room.
   * @returns the place of each of them
   */
  abstract findPlaces(
    roomId: string,
    userIds: readonly (string | null)[],
  ): Promise<(userId: string | null) => RoomMembershipRow | null>;
  abstract change(roomId: string, changes: Partial<RoomSettings>): Promise<void>;
  /** @param at null: it is written in again */
  abstract archive(roomId: string, at: number | null): Promise<void>;
  /** Nobody sees it, whatever they are in it, and no other method here finds it. @param at null: it is seen again */
  abstract hide(roomId: string, at: number | null): Promise<void>;
  /** Hidden ones, too: for those who moderate. */
  abstract findIncludingHidden(roomIds: readonly string[]): Promise<Room[]>;
  abstract setOwner(roomId: string, ownerId: string): Promise<void>;
  /** Rooms of this kind that the user is a member of, the liveliest first. */
  abstract ofMember(userId: string, kind: Room['kind'], limit: number): Promise<Room[]>;
  /** Public rooms that are not archived, the liveliest first. `search` is searchable text, '' finds all. */
  abstract open(search: string, after: LobbyCursor | null, limit: number): Promise<Room[]>;
  /** Of those, the ones that this user belongs to: those they own first, then the liveliest. */
  abstract openOf(userId: string, limit: number): Promise<Room[]>;
  /** Those of these rooms that everybody may read, archived ones too. */
  abstract publicAmong(roomIds: readonly string[]): Promise<Room[]>;
  abstract countOpen(search: string): Promise<number>;
}

export interface Member {
  readonly userId: string;
  readonly role: Role;
  readonly joinedAt: number;
}

/** Port: who belongs to which room. */
export abstract class Members {
  /** What was said before they came counts as read. @returns false when the user belongs to the room already; nothing is changed then. */
  abstract add(roomId: string, userId: string, role: Role, joinedAt: number): Promise<boolean>;
  /** @returns whether the user belonged to the room. */
  abstract remove(roomId: string, userId: string): Promise<boolean>;
  abstract setRole(roomId: string, userId: string, role: Role): Promise<void>;
  abstract roleOf(roomId: string, userId: string): Promise<Role | null>;
  /** Whether the user owns the room, or looks after the instance and the room is public. */
  abstract manages(roomId: string, userId: string): Promise<boolean>;
  abstract count(roomId: string): Promise<number>;
  abstract idsOf(roomId: string): Promise<string[]>;
  /** Those of these users who belong to the room. */
  abstract among(roomId: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Who has been there longest first. */
  abstract list(roomId: string): Promise<Member[]>;
  /** Rooms this user belongs to, in the order of their ids. */
  abstract roomsOf(userId: string): Promise<{ readonly roomId: string; readonly role: Role }[]>;
}
