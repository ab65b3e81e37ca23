import type { CommentSubject } from '@visionary/contract';

/** Times in ms since 1970. */
export interface StoredComment {
  readonly id: string;
  readonly subject: CommentSubject;
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
  /** Deleted, or hidden by a moderator who can restore it. */
  readonly removed: { readonly byId: string; readonly at: number; readonly isHidden: boolean } | null;
  /** Replies that aren't removed. */
  readonly replies: number;
}

/** As moderators see it: with its text also while it is hidden. */
export interface ModeratedComment extends StoredComment {
  readonly isHidden: boolean;
}

/** The last comment of a page. */
export interface CommentCursor {
  readonly at: number;
  readonly id: string;
}

/** Reply counts by comment, then by viewer. */
export type BlockedReplyCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface Thread {
  readonly subject: CommentSubject;
  readonly parentId: string | null;
  /** Null for a visitor. */
  readonly viewerId: string | null;
}

export const idsOf = (comments: readonly StoredComment[]): string[] => comments.map(({ id }) => id);
