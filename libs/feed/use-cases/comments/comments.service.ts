import { Injectable } from '@nestjs/common';
import { ParticipantLocks } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Ids, isEmoji, mentionsIn, Rejection, UnitOfWork } from '@visionary/kernel';
import { type NewNotification, Notifications } from '@visionary/notifications';
import { type CheckedText, CheckText } from '@visionary/safety';
import type { StoredComment } from '../../domain/comments/comments.js';
import { CommentReactionsChanged, CommentsChanged } from '../../domain/comments/events.js';
import { PostCountsChanged } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';
import { requireEmojiLimit } from '../../domain/posts/post-reactions.js';
import { Posts } from '../../domain/posts/posts.js';
import { commentsCacheTag, postCacheTag } from '../../domain/posts/subjects.js';
import { CommentReactionsRepository } from '../../storage/comments/comment-reactions.repository.js';
import { CommentsRepository } from '../../storage/comments/comments.repository.js';
import { StaffRepository } from '../../storage/comments/staff.repository.js';
import { PostReactionsService } from '../posts/post-reactions.service.js';

const BATCH_SIZE = 200;

export interface NewComment {
  readonly postId: string;
  readonly userId: string;
  readonly clientId: string;
  /** The comment it replies to. A reply to a reply becomes a reply to the same comment. */
  readonly parentId?: string | undefined;
  readonly text: string;
}

interface LockedThread {
  readonly post: Post;
  /** Mentioned users that can be notified, in the order of the text. */
  readonly mentionIds: readonly string[];
  /** ms since 1970 */
  readonly at: number;
  readonly checked: CheckedText<{ readonly text: string }>;
}

interface ErasedComments {
  /** Tombstones, and comments with another number of replies. */
  readonly changedIds: readonly string[];
  /** Deleted comments in their last state. */
  readonly vanished: readonly StoredComment[];
}

/** Comments on posts. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly reactions: CommentReactionsRepository,
    private readonly posts: Posts,
    private readonly postReactions: PostReactionsService,
    private readonly participants: ParticipantLocks,
    private readonly staff: StaffRepository,
    private readonly checkText: CheckText,
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  /**
   * Idempotent by `clientId`.
   * @returns the first comment when the command is a retry, whatever the retry says
   * @throws Rejection FEED_COMMENT_NOT_FOUND and FEED_COMMENT_DELETED for the parent, and as `lockThread`
   */
  async add(command: NewComment): Promise<StoredComment> {
    const { userId, clientId, postId } = command;
    const first = await this.comments.byCommand(userId, clientId);
    return first ?? this.unitOfWork.run(() => this.insert(command), [postCacheTag(postId)]);
  }

  /** @throws Rejection FEED_COMMENT_NOT_FOUND, FEED_COMMENT_DELETED, FEED_NOT_AUTHOR, and as `lockThread` */
  async edit(command: {
    readonly commentId: string;
    readonly userId: string;
    readonly text: string;
  }): Promise<StoredComment> {
    const { commentId, userId } = command;
    const { postId } = await this.requireOwn(commentId, userId);
    const work = async () => {
      const { mentionIds, at, checked } = await this.lockThread({
        postId,
        userId,
        text: command.text,
        answeredIds: [],
      });
      const { text } = checked.texts;
      // Read again under the lock.
      const before = await this.requireOwn(commentId, userId);
      if (before.text === text) return before;
      await this.comments.edit(commentId, text, mentionIds, at);
      const edited = { ...before, text, mentionIds, editedAt: at };
      await this.notifications.publish(mentionsOf(edited));
      await checked.flag({ kind: 'comment', id: commentId });
      this.unitOfWork.publish(new CommentsChanged(postId, [commentId]));
      return edited;
    };
    return this.unitOfWork.run(work, [commentsCacheTag(postId)]);
  }

  /**
   * Allowed for the author of the comment, the author of the post, and staff.
   * @throws Rejection FEED_COMMENT_NOT_FOUND, FEED_COMMENT_DELETED, FEED_NOT_AUTHOR, UNAUTHENTICATED
   */
  async remove(commentId: string, userId: string): Promise<void> {
    const { postId } = await this.require(commentId);
    const work = async () => {
      const { at } = await this.participants.run(userId, []);
      const post = await this.posts.hold(postId);
      const comment = await this.require(commentId);
      const isTheirs = comment.authorId === userId || post?.authorId === userId;
      if (!isTheirs && !(await this.staff.includes(userId))) throw new Rejection('FEED_NOT_AUTHOR');
      await this.eraseAndPublish(comment, userId, at);
    };
    await this.unitOfWork.run(work, [postCacheTag(postId)]);
  }

  /**
   * Runs inside the transaction of a moderation decision.
   * @param byId null for the server; the comment is then recorded as removed by its author
   */
  async hide(commentId: string, byId: string | null, at: number): Promise<void> {
    const comment = await this.require(commentId);
    this.unitOfWork.invalidate(postCacheTag(comment.postId));
    await this.posts.hold(comment.postId);
    await this.eraseAndPublish(await this.require(commentId), byId ?? comment.authorId, at);
  }

  /**
   * Adds or removes a reaction. Repeating it changes nothing.
   * @throws Rejection FEED_INVALID_EMOJI, FEED_COMMENT_NOT_FOUND, FEED_COMMENT_DELETED, FEED_TOO_MANY_REACTIONS { limit },
   *   UNAUTHENTICATED
   */
  async react({
    commentId,
    userId,
    emoji,
    on,
  }: {
    readonly commentId: string;
    readonly userId: string;
    readonly emoji: string;
    readonly on: boolean;
  }): Promise<StoredComment> {
    if (!isEmoji(emoji)) throw new Rejection('FEED_INVALID_EMOJI');
    const found = await this.comments.byId(commentId);
    if (!found) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    const { postId } = found;
    const work = async () => {
      const { at } = await this.participants.run(userId, []);
      const comment = await this.comments.hold(commentId);
      if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
      if (comment.removed) throw new Rejection('FEED_COMMENT_DELETED');
      const hasChanged = on
        ? await this.addReaction(commentId, userId, emoji, at)
        : await this.reactions.remove(commentId, userId, emoji);
      if (hasChanged) this.unitOfWork.publish(new CommentReactionsChanged(postId, commentId));
      return comment;
    };
    return this.unitOfWork.run(work, [commentsCacheTag(postId)]);
  }

  byIds(ids: readonly string[]): Promise<StoredComment[]> {
    return this.comments.byIds(ids);
  }

  /**
   * Runs inside the transaction that deletes an account: deletes the user's comments and reactions and corrects all counts.
   * @param at ms since 1970
   */
  async deleteOfUser(userId: string, at: number): Promise<void> {
    const postIds = new Set([
      ...(await this.postReactions.postIdsOf(userId)),
      ...(await this.comments.postIdsOf(userId)),
    ]);
    this.unitOfWork.invalidate(
      ...[...postIds].map(postCacheTag),
      ...(await this.reactions.postIdsOf(userId)).map(commentsCacheTag),
    );
    await this.reactions.deleteOfUser(userId);
    await this.postReactions.deleteOfUser(userId);
    for (let after = '', more = true; more;) {
      const page = await this.comments.ofAuthor(userId, after, BATCH_SIZE);
      const present = page.filter(({ removed }) => !removed);
      await this.erase(present, userId, at);
      more = page.length === BATCH_SIZE;
      after = page.at(-1)?.id ?? after;
    }
    for (const postId of postIds) this.unitOfWork.publish(new PostCountsChanged(postId));
  }

  private async insert(command: NewComment): Promise<StoredComment> {
    const { postId, userId, clientId, text } = command;
    const requested = await this.parentOf(command);
    const answeredIds = requested ? [requested.authorId] : [];
    const { post, mentionIds, at, checked } = await this.lockThread({ postId, userId, text, answeredIds });
    // The author is locked, so the same command sent concurrently has ended by now.
    const first = await this.comments.byCommand(userId, clientId);
    if (first) return first;
    // Read again under the lock.
    const answered = await this.parentOf(command);
    const comment: StoredComment = {
      id: this.ids.next(),
      postId,
      parentId: answered ? (answered.parentId ?? answered.id) : null,
      authorId: userId,
      clientId,
      text: checked.texts.text,
      mentionIds,
      at,
      editedAt: null,
      removed: null,
      replies: 0,
    };
    await this.comments.add(comment);
    if (comment.parentId !== null) await this.comments.addReply(comment.parentId);
    await this.posts.count(postId, { comments: 1 });
    await this.notifications.publish([
      ...mentionsOf(comment),
      ...(answered ? [draftOf(comment, answered.authorId, 'commentReply')] : []),
      draftOf(comment, post.authorId, 'comment'),
    ]);
    await checked.flag({ kind: 'comment', id: comment.id });
    this.unitOfWork.publish(new PostCountsChanged(postId));
    const changed = [comment.id, ...(comment.parentId === null ? [] : [comment.parentId])];
    this.unitOfWork.publish(new CommentsChanged(postId, changed));
    return comment;
  }

  private async parentOf({ postId, parentId }: NewComment): Promise<StoredComment | null> {
    if (parentId === undefined) return null;
    const parent = await this.comments.byId(parentId);
    if (parent?.postId !== postId) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (parent.removed) throw new Rejection('FEED_COMMENT_DELETED');
    return parent;
  }

  /**
   * First step of a transaction: checks the text, locks the users involved, then the post.
   * @param answeredIds authors of the comments that the text replies to
   * @throws Rejection FEED_POST_NOT_FOUND, FEED_COMMENTS_DISABLED, USERS_BLOCKED between the user and the author of the post or
   *   of an answered comment, UNAUTHENTICATED, SAFETY_BLOCKED_TERMS
   */
  private async lockThread(command: {
    readonly postId: string;
    readonly userId: string;
    readonly text: string;
    readonly answeredIds: readonly string[];
  }): Promise<LockedThread> {
    const { postId, userId, answeredIds } = command;
    const checked = await this.checkText.run('chat', { text: command.text });
    const authorId = (await this.posts.byId(postId))?.authorId;
    if (authorId === undefined) throw new Rejection('FEED_POST_NOT_FOUND');
    const mentioned = mentionsIn(checked.texts.text, LIMITS.mentionsPerMessage).users;
    const { reachable, blocked } = await this.participants.run(userId, [authorId, ...answeredIds, ...mentioned]);
    if ([authorId, ...answeredIds].some((id) => blocked.has(id))) throw new Rejection('USERS_BLOCKED');
    // The lock on the post serializes comments on it.
    const post = await this.posts.hold(postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    if (!post.commentsEnabled) throw new Rejection('FEED_COMMENTS_DISABLED');
    const mentionIds = mentioned.filter((id) => reachable.has(id));
    return { post, mentionIds, at: this.participants.now(), checked };
  }

  private async eraseAndPublish(comment: StoredComment, byId: string, at: number): Promise<void> {
    const { changedIds, vanished } = await this.erase([comment], byId, at);
    this.unitOfWork.publish(new PostCountsChanged(comment.postId));
    this.unitOfWork.publish(new CommentsChanged(comment.postId, changedIds, vanished));
  }

  /**
   * Deletes comments with their reactions and notifications. A comment with replies stays as a tombstone.
   * The number of statements is constant.
   * @param all none of them removed already
   */
  private async erase(all: readonly StoredComment[], byId: string, at: number): Promise<ErasedComments> {
    const tombstones = all.filter(({ replies }) => replies > 0);
    const deleted = all.filter(({ replies }) => replies <= 0);
    const parents = Map.groupBy(deleted, ({ parentId }) => parentId ?? '');
    parents.delete('');
    const ids = idsOf(all);
    await this.reactions.deleteOf(ids);
    await this.notifications.withdraw({ aboutIds: ids });
    await this.comments.eraseText(idsOf(tombstones), byId, at);
    await this.comments.remove(idsOf(deleted));
    await this.comments.lowerReplies(new Map([...parents].map(([id, replies]) => [id, replies.length])));
    const empty = await this.comments.emptyTombstones([...parents.keys()]);
    await this.comments.remove(idsOf(empty));
    const perPost = Map.groupBy(all, ({ postId }) => postId);
    await this.posts.lowerCounts(new Map([...perPost].map(([id, some]) => [id, { likes: 0, comments: some.length }])));
    const emptyIds = new Set(idsOf(empty));
    const emptied = deleted.map((one) => ({ ...one, text: '', mentionIds: [], removed: { byId, at } }));
    return {
      changedIds: [...idsOf(tombstones), ...parents.keys()].filter((id) => !emptyIds.has(id)),
      vanished: [...emptied, ...empty],
    };
  }

  private async addReaction(commentId: string, userId: string, emoji: string, at: number): Promise<boolean> {
    const given = (await this.reactions.of([commentId])).get(commentId) ?? [];
    requireEmojiLimit(new Set(given.map((one) => one.emoji)), emoji);
    return this.reactions.add(commentId, userId, emoji, at);
  }

  private async require(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('FEED_COMMENT_DELETED');
    return comment;
  }

  private async requireOwn(commentId: string, userId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('FEED_COMMENT_NOT_FOUND');
    if (comment.authorId !== userId) throw new Rejection('FEED_NOT_AUTHOR');
    if (comment.removed) throw new Rejection('FEED_COMMENT_DELETED');
    return comment;
  }
}

const idsOf = (comments: readonly StoredComment[]): string[] => comments.map(({ id }) => id);

const draftOf = (
  { id: subjectId, postId: parentId, authorId: actorId, editedAt, at }: StoredComment,
  userId: string,
  kind: 'comment' | 'commentReply' | 'commentMention',
): NewNotification => ({ kind, userId, actorId, subjectId, parentId, at: editedAt ?? at });

const mentionsOf = (comment: StoredComment): NewNotification[] =>
  comment.mentionIds.map((userId) => draftOf(comment, userId, 'commentMention'));
