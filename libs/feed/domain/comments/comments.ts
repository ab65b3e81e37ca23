/** Said about an image. Times in ms since 1970. */
export interface StoredComment {
  readonly id: string;
  readonly postId: string;
  /** The comment it stands beneath; those beneath it have none of their own. */
  readonly parentId: string | null;
  readonly authorId: string;
  readonly clientId: string;
  /** Empty when it was removed. */
  readonly text: string;
  /** Those whom the text calls and who could be told. */
  readonly mentionIds: readonly string[];
  readonly at: number;
  readonly editedAt: number | null;
  readonly removed: { readonly byId: string; readonly at: number } | null;
  /** How many stand beneath it. */
  readonly replies: number;
}

/** Where a page goes on: after the comment of that moment and id. */
export interface CommentCursor {
  readonly at: number;
  readonly id: string;
}

/** Port: what was said about images. A viewer sees nothing of users whom they have blocked or who have blocked them. */
export abstract class Comments {
  abstract add(comment: StoredComment): Promise<void>;
  abstract byId(id: string): Promise<StoredComment | null>;
  /** In no particular order; ids of none are left out. */
  abstract byIds(ids: readonly string[]): Promise<StoredComment[]>;
  abstract byCommand(authorId: string, clientId: string): Promise<StoredComment | null>;
  /** Inside a unit of work: as it is now, and nobody else changes it until the end. */
  abstract hold(id: string): Promise<StoredComment | null>;
  /** Those of a post that stand beneath none, or beneath this one: the oldest first. */
  abstract page(thread: Thread, after: CommentCursor | null, limit: number): Promise<StoredComment[]>;
  /** The first few beneath each of these: one query, the oldest first. */
  abstract repliesTo(
    parentIds: readonly string[],
    thread: Pick<Thread, 'postId' | 'viewerId'>,
    each: number,
  ): Promise<StoredComment[]>;
  /** Beneath each of these, how many this or that viewer does not get to see: one query. Of whom it is none stands nowhere. */
  abstract blockedReplyCounts(
    postId: string,
    parentIds: readonly string[],
    viewerIds: readonly string[],
  ): Promise<BlockedReplyCounts>;
  abstract edit(id: string, text: string, mentionIds: readonly string[], at: number): Promise<void>;
  /** Empties them; that they were there stays. */
  abstract eraseText(ids: readonly string[], byId: string, at: number): Promise<void>;
  abstract remove(ids: readonly string[]): Promise<void>;
  /** One more stands beneath it. */
  abstract addReply(id: string): Promise<void>;
  /** So many fewer stand beneath each. */
  abstract lowerReplies(fewer: ReadonlyMap<string, number>): Promise<void>;
  /** Of these, traces beneath which nothing stands any more. */
  abstract removeEmptyTombstones(ids: readonly string[]): Promise<StoredComment[]>;
  /** Posts about which somebody said something. */
  abstract postsOf(authorId: string): Promise<string[]>;
  /** What somebody said, by id, after the last one that was read. */
  abstract saidBy(authorId: string, afterId: string, limit: number): Promise<StoredComment[]>;
}

/** Counts by comment, then by viewer. */
export type BlockedReplyCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface Thread {
  readonly postId: string;
  readonly parentId: string | null;
  /** Null for a visitor. */
  readonly viewerId: string | null;
}

/** A comment as it is shown. Of one that was removed nothing is left but its place, its author and the trace. */
export interface Comment {
  readonly id: string;
  readonly postId: string;
  readonly parentId: string | null;
  readonly clientId: string;
  readonly author: CommentAuthor;
  readonly text: string;
  readonly mentions: readonly CommentAuthor[];
  readonly at: number;
  readonly editedAt?: number;
  readonly deleted?: { readonly by: CommentAuthor; readonly at: number };
  readonly reactions: readonly EmojiCount[];
  readonly replyCount: number;
}

/** A user as others see them. */
export interface CommentAuthor {
  readonly id: string;
  /** Empty once their account is gone. */
  readonly name: string;
  readonly image?: string;
}

/** An emoji, and how often it was given. */
export interface EmojiCount {
  readonly emoji: string;
  readonly count: number;
}

/** Port: who gave which emoji to what was said. */
export abstract class CommentReactions {
  /** @returns whether it is new */
  abstract give(commentId: string, userId: string, emoji: string, at: number): Promise<boolean>;
  /** @returns whether it was there */
  abstract takeBack(commentId: string, userId: string, emoji: string): Promise<boolean>;
  /** The most given first: one query. */
  abstract of(commentIds: readonly string[]): Promise<ReadonlyMap<string, readonly EmojiCount[]>>;
  /** What one user gave: one query. */
  abstract by(userId: string, commentIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  abstract forget(commentIds: readonly string[]): Promise<void>;
  /** A page of what somebody gave, by comment and emoji. */
  abstract givenBy(
    userId: string,
    after: { readonly commentId: string; readonly emoji: string },
    limit: number,
  ): Promise<{ readonly commentId: string; readonly emoji: string; readonly at: number }[]>;
  /** Beneath which posts somebody gave something. */
  abstract postsOf(userId: string): Promise<string[]>;
  abstract forgetUser(userId: string): Promise<void>;
}
