import type { ClientUserMap } from './client-authorship.js';

/** The document of a room as the database holds it. */
export interface StoredDocument {
  /** Yjs updates in any order: the snapshot, and the updates since. */
  readonly updates: readonly Uint8Array[];
  readonly authorship: ClientUserMap;
}

/** A document as one Yjs update. */
export interface CompactedDocument extends Omit<StoredDocument, 'updates'> {
  readonly state: Uint8Array;
}

export interface StoredUpdate {
  readonly id: string;
  readonly roomId: string;
  readonly update: Uint8Array;
  /** Of the clients that wrote the update. */
  readonly authorship: ClientUserMap;
  readonly at: number;
}
