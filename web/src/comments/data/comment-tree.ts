import type { CommentPage, CommentView, EmojiCount } from '@visionary/contract';

/** Comments in chronological order. */
export interface CommentRange {
  /** The loaded comments, from the first on. */
  readonly head: readonly CommentView[];
  /** Live comments after a part that is not loaded yet. */
  readonly tail: readonly CommentView[];
  /** Cursor of the next page; null without one; undefined before the first request. */
  readonly cursor: string | null | undefined;
}

/** All loaded comments on one subject. */
export interface CommentTree {
  readonly top: CommentRange;
  /** Replies by the id of their comment. */
  readonly replies: ReadonlyMap<string, CommentRange>;
}

const NONE: CommentRange = { head: [], tail: [], cursor: undefined };
export const repliesOf = ({ replies }: CommentTree, parentId: string): CommentRange => replies.get(parentId) ?? NONE;
export const allComments = ({ head, tail }: CommentRange): readonly CommentView[] => [...head, ...tail];

/**
 * Whether more can be loaded. Counts include comments that this user cannot see, so only a page can be the last one.
 */
export const hasMoreComments = (commentRange: CommentRange, count: number): boolean =>
  commentRange.cursor === undefined
    ? count > commentRange.head.length + commentRange.tail.length
    : commentRange.cursor !== null;

/** The first page, with the first replies to each comment. */
export function firstCommentPage({ comments, replies, nextCursor }: CommentPage): CommentTree {
  const byParent = Map.groupBy(replies, ({ parentId }) => parentId ?? '');
  return {
    top: { head: comments, tail: [], cursor: nextCursor },
    replies: new Map([...byParent].map(([id, some]) => [id, { ...NONE, head: some }])),
  };
}

const without = (from: readonly CommentView[], others: readonly CommentView[]): CommentView[] =>
  from.filter(({ id }) => !others.some((one) => one.id === id));

/** Appends a page. The last page joins the live comments. */
function append({ head, tail }: CommentRange, comments: readonly CommentView[], cursor: string | null): CommentRange {
  const longer = [...head, ...without(comments, head)];
  const rest = without(tail, longer);
  return cursor === null ? { head: [...longer, ...rest], tail: [], cursor } : { head: longer, tail: rest, cursor };
}

/** The next page of comments. */
export function appendCommentPage(commentTree: CommentTree, page: CommentPage): CommentTree {
  const more = firstCommentPage(page);
  return {
    top: append(commentTree.top, page.comments, page.nextCursor),
    replies: new Map([...more.replies, ...commentTree.replies]),
  };
}

/** Appends a page of replies. The first one merges with those already known. */
export const appendReplies = (
  commentTree: CommentTree,
  parentId: string,
  { comments, nextCursor }: CommentPage,
): CommentTree => ({
  ...commentTree,
  replies: new Map(commentTree.replies).set(parentId, append(repliesOf(commentTree, parentId), comments, nextCursor)),
});

/** Removes a deleted comment without replies. */
const isDeleted = ({ deleted, replyCount }: CommentView): boolean => deleted !== undefined && replyCount <= 0;

function withComment(commentRange: CommentRange, comment: CommentView, isComplete: boolean): CommentRange {
  const replaceIn = (list: readonly CommentView[]) =>
    isDeleted(comment)
      ? list.filter(({ id }) => id !== comment.id)
      : list.map((one) => (one.id === comment.id ? comment : one));
  const isKnown = allComments(commentRange).some(({ id }) => id === comment.id);
  if (isKnown) return { ...commentRange, head: replaceIn(commentRange.head), tail: replaceIn(commentRange.tail) };
  // A removed comment that was never shown here is ignored.
  if (comment.deleted) return commentRange;
  return isComplete
    ? { ...commentRange, head: [...commentRange.head, comment] }
    : { ...commentRange, tail: [...commentRange.tail, comment] };
}

/** Applies an added, edited, or deleted comment. */
export function upsertComment(commentTree: CommentTree, comment: CommentView): CommentTree {
  if (comment.parentId === null) {
    return { ...commentTree, top: withComment(commentTree.top, comment, commentTree.top.cursor === null) };
  }
  const range = repliesOf(commentTree, comment.parentId);
  const confirmed = allComments(commentTree.top).find(({ id }) => id === comment.parentId)?.replyCount ?? 0;
  const isComplete = range.cursor === null || (range.cursor === undefined && confirmed <= range.head.length + 1);
  return {
    ...commentTree,
    replies: new Map(commentTree.replies).set(comment.parentId, withComment(range, comment, isComplete)),
  };
}

/** Sets the reactions of a comment. */
export function setReactions(
  commentTree: CommentTree,
  commentId: string,
  reactions: readonly EmojiCount[],
): CommentTree {
  const replaceIn = (list: readonly CommentView[]) =>
    list.map((one) => (one.id === commentId ? { ...one, reactions: [...reactions] } : one));
  const within = (commentRange: CommentRange): CommentRange => ({
    ...commentRange,
    head: replaceIn(commentRange.head),
    tail: replaceIn(commentRange.tail),
  });
  return {
    top: within(commentTree.top),
    replies: new Map([...commentTree.replies].map(([id, range]) => [id, within(range)])),
  };
}

export const findComment = (commentTree: CommentTree, commentId: string): CommentView | undefined =>
  [commentTree.top, ...commentTree.replies.values()].flatMap(allComments).find(({ id }) => id === commentId);
