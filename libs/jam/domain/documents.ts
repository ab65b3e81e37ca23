import type { ClientUserMap } from './client-authorship.js';

export interface StoredDocument {
  /** What was compacted, then what came since, in any order: updates may be applied in any. */
  readonly updates: readonly Uint8Array[];
  /** Who has written since the last take. */
  readonly writerIds: readonly string[];
  readonly authorship: ClientUserMap;
}

/** A document in one state. */
export interface CompactedDocument extends Omit<StoredDocument, 'updates'> {
  readonly state: Uint8Array;
}

/** Port: the documents of rooms in the database. */
export abstract class Documents {
  /** @returns null for a room whose document was never opened. */
  abstract load(roomId: string): Promise<StoredDocument | null>;
  /** @returns false when another node was first. */
  abstract seed(roomId: string, state: Uint8Array, at: number): Promise<boolean>;
  abstract append(update: StoredUpdate): Promise<void>;
  /**
   * Puts everything kept of a room into one state. Inside a unit of work; nodes that race wait for each other.
   * @param merge makes one state of many updates
   */
  abstract compact(roomId: string, at: number, merge: (kept: StoredDocument) => CompactedDocument): Promise<void>;
  /** A take was ordered: whoever writes from now on writes for the next one. */
  abstract forgetWriters(roomId: string): Promise<void>;
}

export interface StoredUpdate {
  readonly id: string;
  readonly roomId: string;
  readonly update: Uint8Array;
  readonly writerIds: readonly string[];
  /** Of the clients that wrote the update. */
  readonly authorship: ClientUserMap;
  readonly at: number;
}
