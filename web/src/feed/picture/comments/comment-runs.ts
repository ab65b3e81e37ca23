import type { CommentPage, CommentView, EmojiCount } from '@visionary/contract';

/** A comment, whatever it is about. */
export type Said = Omit<CommentView, 'postId'>;
export interface SaidPage extends Omit<CommentPage, 'comments' | 'replies'> {
  readonly comments: readonly Said[];
  readonly replies: readonly Said[];
}

/** Comments in the order they were said. */
export interface Run {
  /** From the first on, as far as they were fetched. */
  readonly head: readonly Said[];
  /** Said since, behind those that were not fetched yet. */
  readonly tail: readonly Said[];
  /** Where the next page begins; null: there is none; undefined: nobody has asked yet. */
  readonly cursor: string | null | undefined;
}

/** Everything known of what is said about one thing. */
export interface Talk {
  readonly top: Run;
  /** By the comment they stand beneath. */
  readonly replies: ReadonlyMap<string, Run>;
}

const NONE: Run = { head: [], tail: [], cursor: undefined };
export const repliesOf = ({ replies }: Talk, parentId: string): Run => replies.get(parentId) ?? NONE;
export const all = ({ head, tail }: Run): readonly Said[] => [...head, ...tail];

/** Whether more can be fetched. Some count that this reader does not get to see, so only a page says that it was the last. */
export const hasMore = (run: Run, count: number): boolean =>
  run.cursor === undefined ? count > run.head.length + run.tail.length : run.cursor !== null;

/** The first page, with the first few replies beneath each. */
export function begun({ comments, replies, nextCursor }: SaidPage): Talk {
  const beneath = Map.groupBy(replies, ({ parentId }) => parentId ?? '');
  return {
    top: { head: comments, tail: [], cursor: nextCursor },
    replies: new Map([...beneath].map(([id, some]) => [id, { ...NONE, head: some }])),
  };
}

const without = (from: readonly Said[], known: readonly Said[]): Said[] =>
  from.filter(({ id }) => !known.some((one) => one.id === id));

/** A page behind what is known; at the end what came meanwhile joins it. */
function joined({ head, tail }: Run, comments: readonly Said[], cursor: string | null): Run {
  const longer = [...head, ...without(comments, head)];
  const rest = without(tail, longer);
  return cursor === null ? { head: [...longer, ...rest], tail: [], cursor } : { head: longer, tail: rest, cursor };
}

/** The next page of comments. */
export function continued(talk: Talk, page: SaidPage): Talk {
  const more = begun(page);
  return {
    top: joined(talk.top, page.comments, page.nextCursor),
    replies: new Map([...more.replies, ...talk.replies]),
  };
}

/** The next page of replies to one; the first one begins with those that are known. */
export const answered = (talk: Talk, parentId: string, { comments, nextCursor }: SaidPage): Talk => ({
  ...talk,
  replies: new Map(talk.replies).set(parentId, joined(repliesOf(talk, parentId), comments, nextCursor)),
});

/** Of a comment that nothing stands beneath nothing is left. */
const isGone = ({ removed, replyCount }: Said): boolean => removed !== undefined && replyCount <= 0;

function withComment(run: Run, comment: Said, isWhole: boolean): Run {
  const put = (list: readonly Said[]) =>
    isGone(comment)
      ? list.filter(({ id }) => id !== comment.id)
      : list.map((one) => (one.id === comment.id ? comment : one));
  const known = all(run).some(({ id }) => id === comment.id);
  if (known) return { ...run, head: put(run.head), tail: put(run.tail) };
  // What is removed and was never seen here is no news.
  if (comment.removed) return run;
  return isWhole ? { ...run, head: [...run.head, comment] } : { ...run, tail: [...run.tail, comment] };
}

/** Somebody said something, said it otherwise, or took it away. */
export function heard(talk: Talk, comment: Said): Talk {
  if (comment.parentId === null) return { ...talk, top: withComment(talk.top, comment, talk.top.cursor === null) };
  const run = repliesOf(talk, comment.parentId);
  const told = all(talk.top).find(({ id }) => id === comment.parentId)?.replyCount ?? 0;
  const isWhole = run.cursor === null || (run.cursor === undefined && told <= run.head.length + 1);
  return { ...talk, replies: new Map(talk.replies).set(comment.parentId, withComment(run, comment, isWhole)) };
}

/** Emoji of one of them as they are now. */
export function counted(talk: Talk, commentId: string, reactions: readonly EmojiCount[]): Talk {
  const put = (list: readonly Said[]) =>
    list.map((one) => (one.id === commentId ? { ...one, reactions: [...reactions] } : one));
  const within = (run: Run): Run => ({ ...run, head: put(run.head), tail: put(run.tail) });
  return { top: within(talk.top), replies: new Map([...talk.replies].map(([id, run]) => [id, within(run)])) };
}

export const find = (talk: Talk, commentId: string): Said | undefined =>
  [talk.top, ...talk.replies.values()].flatMap(all).find(({ id }) => id === commentId);
