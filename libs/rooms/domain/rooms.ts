import type { Role, Room } from './room.js';

/** Where a page of the lobby goes on: after the room that was active then. */
export interface LobbyPlace {
  readonly activeAt: number;
  readonly id: string;
}

/** Port: rooms and who belongs to them. */
export abstract class Rooms {
  /** With its owner as its first member. */
  abstract add(room: Room): Promise<void>;
  abstract find(roomId: string): Promise<Room | null>;
  /** @returns the room and the role stored for the person, in one query. */
  abstract findWithRole(roomId: string, personId: string | null): Promise<{ room: Room; stored: Role | null } | null>;
  /** Rooms the person is a member of, the liveliest first. */
  abstract ofMember(personId: string, limit: number): Promise<Room[]>;
  /** Public rooms, the liveliest first. `search` is searchable text, '' finds all. */
  abstract open(search: string, after: LobbyPlace | null, limit: number): Promise<Room[]>;
  abstract countOpen(search: string): Promise<number>;
}

/** Port: who belongs to which room. */
export abstract class Members {
  /** @returns false when the person belongs to the room already; nothing is changed then. */
  abstract add(roomId: string, personId: string, role: Role): Promise<boolean>;
  abstract idsOf(roomId: string): Promise<string[]>;
}

export interface Invitation {
  /** SHA-256 of the token: who reads the database cannot use the links. */
  readonly tokenHash: string;
  readonly roomId: string;
  readonly byId: string;
  readonly createdAt: number;
}

/** Port: the links that open private rooms. */
export abstract class Invitations {
  abstract add(invitation: Invitation): Promise<void>;
  abstract find(tokenHash: string): Promise<Invitation | null>;
}
