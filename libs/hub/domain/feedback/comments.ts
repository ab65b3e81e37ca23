/** A comment on a model. Times in ms since 1970. */
export interface StoredComment {
  readonly id: string;
  readonly modelId: string;
  /** Null for a top-level comment. Replies have no replies of their own. */
  readonly parentId: string | null;
  readonly authorId: string;
  readonly clientId: string;
  /** Empty if removed. */
  readonly text: string;
  /** Mentioned users who could be notified. */
  readonly mentionIds: readonly string[];
  readonly at: number;
  readonly editedAt: number | null;
  readonly removed: { readonly byId: string; readonly at: number } | null;
  readonly replies: number;
}

/** The last entry of the page before. */
export interface FeedbackCursor {
  readonly at: number;
  readonly id: string;
}

export interface Thread {
  readonly modelId: string;
  readonly parentId: string | null;
  /** Null for a visitor. */
  readonly viewerId: string | null;
}

/** Numbers of replies hidden by blocks, by comment id and viewer id. */
export type HiddenReplyCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A user as others see them. */
export interface UserSummary {
  readonly id: string;
  /** Empty for a deleted user. */
  readonly name: string;
  readonly image?: string;
}

/** A comment as it is shown. A removed comment has no text, mentions, or reactions. */
export interface Comment {
  readonly id: string;
  readonly modelId: string;
  readonly parentId: string | null;
  readonly clientId: string;
  readonly author: UserSummary;
  readonly text: string;
  readonly mentions: readonly UserSummary[];
  readonly at: number;
  readonly editedAt?: number;
  readonly deleted?: { readonly by: UserSummary; readonly at: number };
  readonly reactions: readonly { readonly emoji: string; readonly count: number }[];
  readonly replyCount: number;
}
