import type { NotifyLevel } from './read-states.js';

export interface RoomInfo {
  readonly id: string;
  readonly name: string;
  /** `direct`: two users alone. */
  readonly kind: 'room' | 'direct';
  readonly visibility: 'public' | 'private';
  readonly lastSeq: number;
}

/** Somebody whom a message may call. */
export interface Recipient {
  readonly userId: string;
  readonly notify: NotifyLevel;
  /** Does not want to hear from the author. */
  readonly isUnreachable: boolean;
}

/** Port: what chat asks about rooms and who is in them. */
export abstract class RoomDirectory {
  abstract find(roomId: string): Promise<RoomInfo | null>;
  abstract byIds(roomIds: readonly string[]): Promise<RoomInfo[]>;
  /** Those of these rooms that the user may see. */
  abstract seenBy(userId: string, roomIds: readonly string[]): Promise<RoomInfo[]>;
  /** Never changes, and is asked of every message: the database answers once. @returns null where there is no such room */
  abstract kindOf(roomId: string): Promise<RoomInfo['kind'] | null>;
  /** Those of these users who may see the room; one query. */
  abstract recipientsAmong(roomId: string, authorId: string, userIds: readonly string[]): Promise<Recipient[]>;
  /** All members but the author; one query. */
  abstract members(roomId: string, authorId: string): Promise<Recipient[]>;
}
