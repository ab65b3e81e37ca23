/** A comment on a post. Times in ms since 1970. */
export interface StoredComment {
  readonly id: string;
  readonly postId: string;
  /** The comment it replies to. Replies have no replies of their own. */
  readonly parentId: string | null;
  readonly authorId: string;
  readonly clientId: string;
  /** Empty once removed. */
  readonly text: string;
  /** Mentioned users that could be notified. */
  readonly mentionIds: readonly string[];
  readonly at: number;
  readonly editedAt: number | null;
  readonly removed: { readonly byId: string; readonly at: number } | null;
  readonly replies: number;
}

/** The last comment of a page. */
export interface CommentCursor {
  readonly at: number;
  readonly id: string;
}

/** Reply counts by comment, then by viewer. */
export type BlockedReplyCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface Thread {
  readonly postId: string;
  readonly parentId: string | null;
  /** Null for a visitor. */
  readonly viewerId: string | null;
}
