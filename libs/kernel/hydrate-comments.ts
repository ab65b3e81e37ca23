/** The fields of a stored comment that views are made from. Times in ms since 1970. */
interface StoredComment {
  readonly id: string;
  readonly authorId: string;
  readonly mentionIds: readonly string[];
  readonly editedAt: number | null;
  readonly removed: { readonly byId: string; readonly at: number } | null;
  /** Number of replies. */
  readonly replies: number;
}

interface CommentContext<U, R> {
  readonly userOf: (id: string) => U;
  /** Reactions by comment. */
  readonly given: ReadonlyMap<string, readonly R[]>;
  /** Number of replies by comment that the viewer can't see. */
  readonly unseen: ReadonlyMap<string, number>;
}

/** The ids of all users that a comment names. */
export const userIdsIn = ({ authorId, mentionIds, removed }: StoredComment): string[] =>
  [authorId, ...mentionIds, removed?.byId].filter((id) => id !== undefined);

/** Adds users and reactions to comments, in the same order. */
export const hydrateComments = <S extends StoredComment, U, R>(
  stored: readonly S[],
  { userOf, given, unseen }: CommentContext<U, R>,
) =>
  stored.map(({ authorId, mentionIds, editedAt, removed, replies, ...comment }) => ({
    ...comment,
    author: userOf(authorId),
    mentions: mentionIds.map(userOf),
    ...(editedAt !== null && !removed && { editedAt }),
    ...(removed && { deleted: { by: userOf(removed.byId), at: removed.at } }),
    reactions: given.get(comment.id) ?? [],
    replyCount: replies - (unseen.get(comment.id) ?? 0),
  }));
