import type { Attachment, SharedTake } from './message.js';

/** A message with ids for names, without reactions and quote. */
export interface StoredMessage {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly authorId: string;
  readonly clientId: string;
  readonly text: string;
  readonly at: number;
  readonly replyToId: string | null;
  readonly attachments: readonly Attachment[];
  readonly card: SharedTake | null;
  /** Those whom the text calls and who could be told. */
  readonly mentions: readonly string[];
  readonly editedAt: number | null;
  readonly deleted: { readonly byId: string; readonly at: number } | null;
  readonly pinned: { readonly byId: string; readonly at: number } | null;
}

export interface StoredReaction {
  readonly messageId: string;
  readonly userId: string;
  readonly emoji: string;
  readonly at: number;
}

/** One of the first who gave an emoji, and how many they all are. */
export interface NamedReaction extends StoredReaction {
  readonly count: number;
}

/** A text that a message had before; since when, and the seq of the edit that ended it. */
export interface MessageEdit {
  readonly messageId: string;
  readonly seq: number;
  readonly text: string;
  readonly at: number;
}

/** Port: what was said, with its index of words: both follow each other in one transaction. */
export abstract class Messages {
  abstract add(message: StoredMessage): Promise<void>;
  /** @returns null where this room has no such message. */
  abstract find(roomId: string, messageId: string): Promise<StoredMessage | null>;
  /** In no particular order; ids of no message are left out. */
  abstract byIds(ids: readonly string[]): Promise<StoredMessage[]>;
  /** Messages with seq < beforeSeq, newest first. */
  abstract before(roomId: string, beforeSeq: number, limit: number): Promise<StoredMessage[]>;
  /** Messages with seq > afterSeq, those next to it, oldest first. */
  abstract after(roomId: string, afterSeq: number, limit: number): Promise<StoredMessage[]>;
  /** The newest message of each of the rooms that have one, those removed left out. */
  abstract newestOf(roomIds: readonly string[]): Promise<StoredMessage[]>;
  /** The newest pinned first. */
  abstract pinned(roomId: string, limit: number): Promise<StoredMessage[]>;
  /** @returns false when it was removed meanwhile; nothing is changed then. */
  abstract edit(message: StoredMessage): Promise<boolean>;
  /** Empties it. @returns false when it was removed already. */
  abstract remove(message: StoredMessage, byId: string, at: number): Promise<boolean>;
  /** Inside a transaction: one that was removed says again what it said. */
  abstract restore(message: StoredMessage): Promise<void>;
  /** @returns false when it was removed. */
  abstract pin(messageId: string, pinned: StoredMessage['pinned']): Promise<boolean>;
  /** Whether a message of the room shows this upload. */
  abstract isShown(roomId: string, uploadId: string): Promise<boolean>;
  /** Places of the messages that quote it. */
  abstract repliesTo(messageId: string): Promise<{ readonly roomId: string; readonly seq: number }[]>;
  /** What somebody said in all rooms, oldest first, after a moment and id. */
  abstract byAuthor(authorId: string, after: { at: number; id: string }, limit: number): Promise<StoredMessage[]>;
}

/** Port: what messages said before they were edited. */
export abstract class MessageEdits {
  abstract add(messageEdit: MessageEdit): Promise<void>;
  /** The newest `limit`, oldest first. */
  abstract of(messageId: string, limit: number): Promise<MessageEdit[]>;
  /** @returns the seqs of the edits whose versions are gone now. */
  abstract forget(messageId: string): Promise<number[]>;
}

/** Port: who gave which emoji to what. */
export abstract class Reactions {
  /** Giving twice changes nothing. */
  abstract give(reaction: StoredReaction): Promise<void>;
  abstract takeBack(reaction: Omit<StoredReaction, 'at'>): Promise<void>;
  /** In the order they were given; of each emoji on each message the first `namesAtMost`. */
  abstract of(messageIds: readonly string[], namesAtMost: number): Promise<NamedReaction[]>;
  /** Those of one emoji, in the order they were given, after one of them. */
  abstract page(
    messageId: string,
    emoji: string,
    after: Pick<StoredReaction, 'at' | 'userId'> | null,
    limit: number,
  ): Promise<StoredReaction[]>;
  abstract count(messageId: string, emoji: string): Promise<number>;
  /** Different emoji on a message. */
  abstract emojiOn(messageId: string): Promise<string[]>;
  /** What this user gave to these messages. */
  abstract givenBy(userId: string, messageIds: readonly string[]): Promise<Omit<StoredReaction, 'userId' | 'at'>[]>;
  abstract forget(messageId: string): Promise<void>;
}
