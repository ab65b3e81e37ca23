/** A message without names and reactions. */
export interface StoredMessage {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly authorId: string;
  readonly clientId: string;
  readonly text: string;
  readonly at: number;
}

export interface StoredReaction {
  readonly messageId: string;
  readonly personId: string;
  readonly emoji: string;
  readonly at: number;
}

/** Port: what was said. */
export abstract class Messages {
  abstract add(message: StoredMessage): Promise<void>;
  /** @returns whether this room has such a message. */
  abstract exists(roomId: string, messageId: string): Promise<boolean>;
  /** Messages with seq < beforeSeq, newest first. */
  abstract before(roomId: string, beforeSeq: number, limit: number): Promise<StoredMessage[]>;
  /** The newest message of each of the rooms that have one. */
  abstract newestOf(roomIds: readonly string[]): Promise<StoredMessage[]>;
}

/** Port: who gave which emoji to what. */
export abstract class Reactions {
  /** Giving twice changes nothing. */
  abstract give(reaction: StoredReaction): Promise<void>;
  abstract takeBack(reaction: Omit<StoredReaction, 'at'>): Promise<void>;
  /** In the order they were given. */
  abstract of(messageIds: readonly string[]): Promise<StoredReaction[]>;
}
