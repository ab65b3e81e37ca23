import type { NotifyLevel } from './marks.js';

export interface Place {
  readonly id: string;
  readonly name: string;
  /** `direct`: two people alone. */
  readonly kind: 'room' | 'direct';
  readonly visibility: 'public' | 'private';
  readonly lastSeq: number;
}

/** Somebody whom a message may call. */
export interface Hearer {
  readonly personId: string;
  readonly notify: NotifyLevel;
  /** Does not want to hear from the author. */
  readonly isDeaf: boolean;
}

/** Port: what chat asks about rooms and who is in them. */
export abstract class Places {
  abstract find(roomId: string): Promise<Place | null>;
  abstract byIds(roomIds: readonly string[]): Promise<Place[]>;
  /** Those of these rooms that the person may see. */
  abstract seenBy(personId: string, roomIds: readonly string[]): Promise<Place[]>;
  /** Never changes, and is asked of every message: the database answers once. @returns null where there is no such room */
  abstract kindOf(roomId: string): Promise<Place['kind'] | null>;
  /** Those of these people who may see the room; one query. */
  abstract hearersAmong(roomId: string, authorId: string, personIds: readonly string[]): Promise<Hearer[]>;
  /** All members but the author; one query. */
  abstract members(roomId: string, authorId: string): Promise<Hearer[]>;
}
