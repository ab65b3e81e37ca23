import { Injectable } from '@nestjs/common';
import { ParticipantLocks } from '@visionary/accounts';
import { type CommentSubject, type CommentSubjectKind, LIMITS } from '@visionary/contract';
import { Ids, mentionsIn, Rejection, UnitOfWork } from '@visionary/kernel';
import { type NewNotification, Notifications } from '@visionary/notifications';
import { type CheckedText, CheckText } from '@visionary/safety';
import { idsOf, type StoredComment } from '../domain/comment.js';
import { CommentsChanged } from '../domain/events.js';
import { type Commentable, commentsCacheTag, type CountChange, SubjectKinds } from '../domain/subject-kinds.js';
import { CommentsRepository } from '../storage/comments.repository.js';
import { ReactionsRepository } from '../storage/reactions.repository.js';
import { MentionAudience } from './mention-audience.js';

const BATCH_SIZE = 200;

export interface NewComment {
  readonly subject: CommentSubject;
  readonly userId: string;
  readonly clientId: string;
  /** The comment it replies to. A reply to a reply becomes a reply to the same comment. */
  readonly parentId?: string | undefined;
  readonly text: string;
}

interface LockedThread {
  readonly commentable: Commentable;
  /** Mentioned users that can be notified, in the order of the text. */
  readonly mentionIds: readonly string[];
  /** ms since 1970 */
  readonly at: number;
  readonly checked: CheckedText<{ readonly text: string }>;
}

/** Kinds of notifications: to the owner of the subject, the author of the parent, and mentioned users. */
const NOTIFICATION_KINDS = {
  post: { owner: 'comment', reply: 'commentReply', mention: 'commentMention' },
  model: { owner: 'modelComment', reply: 'modelReply', mention: 'modelMention' },
} as const;

/** Comments on subjects of every kind. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly reactions: ReactionsRepository,
    private readonly kinds: SubjectKinds,
    private readonly participants: ParticipantLocks,
    private readonly checkText: CheckText,
    private readonly mentionAudience: MentionAudience,
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  /**
   * Idempotent by `clientId`, also after the comment was deleted.
   * @returns the first comment when the command is a retry, whatever its text
   * @throws Rejection COMMENTS_NOT_FOUND and COMMENTS_DELETED for the parent, and as `lockThread`
   */
  async add(command: NewComment): Promise<StoredComment> {
    const earlier = await this.comments.byCommand(command.userId, command.clientId);
    if (earlier) return earlier;
    const { subject, userId: authorId, text, parentId } = command;
    const audience = await this.mentionAudience.of({ authorId, subject, text, parentId });
    return this.unitOfWork.run(() => this.insert(command, audience), this.kinds.cacheTagsOf(subject));
  }

  /** @throws Rejection COMMENTS_NOT_FOUND, COMMENTS_DELETED, COMMENTS_NOT_AUTHOR, and as `lockThread` */
  async edit(command: {
    readonly commentId: string;
    readonly userId: string;
    readonly text: string;
  }): Promise<StoredComment> {
    const { commentId, userId } = command;
    const earlier = await this.requireOwn(commentId, userId);
    const { subject } = earlier;
    const previousIds = earlier.mentionIds;
    const audience = await this.mentionAudience.of({ authorId: userId, subject, text: command.text, previousIds });
    const work = async () => {
      const { mentionIds, at, checked } = await this.lockThread(subject, userId, command.text, []);
      const { text } = checked.texts;
      // Read again under the lock.
      const before = await this.requireOwn(commentId, userId);
      if (before.text === text) return before;
      await this.comments.edit(commentId, text, mentionIds, at);
      const edited = { ...before, text, mentionIds, editedAt: at };
      await checked.flag({ kind: 'comment', id: commentId });
      await this.notifications.publish(mentionsOf(edited, audience));
      this.unitOfWork.publish(new CommentsChanged(subject, [commentId]));
      return edited;
    };
    return this.unitOfWork.run(work, [commentsCacheTag(subject)]);
  }

  /**
   * Allowed for the author of the comment and the owner of its subject. Moderators remove by a decision instead.
   * @throws Rejection COMMENTS_NOT_FOUND, COMMENTS_DELETED, COMMENTS_NOT_AUTHOR, UNAUTHENTICATED
   */
  async remove(commentId: string, userId: string): Promise<void> {
    const { subject } = await this.require(commentId);
    const work = async () => {
      const { at } = await this.participants.lock(userId, []);
      const commentable = await this.kinds.of(subject.kind).hold(subject.id);
      const comment = await this.require(commentId);
      const isOwn = comment.authorId === userId || commentable?.ownerId === userId;
      if (!isOwn) throw new Rejection('COMMENTS_NOT_AUTHOR');
      await this.erase([comment], userId, at);
    };
    await this.unitOfWork.run(work, this.kinds.cacheTagsOf(subject));
  }

  /**
   * Hides a comment until `restore`, inside the transaction of a moderation decision.
   * @param byId null for the server; the comment then reads as removed by its author
   */
  async hide(commentId: string, byId: string | null, at: number): Promise<void> {
    const { subject } = await this.require(commentId);
    this.unitOfWork.invalidate(...this.kinds.cacheTagsOf(subject));
    await this.kinds.of(subject.kind).hold(subject.id);
    const comment = await this.require(commentId);
    await this.comments.hide([commentId], byId ?? comment.authorId, at);
    await this.notifications.hide({ aboutIds: [commentId] });
    await this.applyRemoval([comment], []);
  }

  /**
   * Shows a hidden comment again with its reactions and notifications, also on a subject that is hidden itself. Deletes it when
   * the comment it replies to no longer exists.
   */
  async restore(commentId: string): Promise<void> {
    const before = await this.comments.byId(commentId);
    if (!before) return;
    const { subject, parentId } = before;
    this.unitOfWork.invalidate(...this.kinds.cacheTagsOf(subject));
    await this.kinds.of(subject.kind).hold(subject.id);
    const hidden = await this.comments.byId(commentId);
    if (!hidden?.removed?.isHidden) return;
    if (parentId !== null && !(await this.comments.byId(parentId))) return this.drop([hidden]);
    await this.comments.unhide(commentId);
    await this.notifications.unhide({ aboutIds: [commentId] });
    if (parentId !== null) await this.comments.addReply(parentId);
    await this.count(subject.kind, new Map([[subject.id, { comments: 1 }]]));
    this.unitOfWork.publish(new CommentsChanged(subject, parentId === null ? [commentId] : [commentId, parentId]));
  }

  /** Texts of those comments that aren't removed. */
  async textsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const present = (await this.comments.byIds(ids)).filter(({ removed }) => !removed);
    return new Map(present.map(({ id, text }) => [id, text]));
  }

  /** Deletes the comments on deleted subjects and all reactions, inside the transaction that deletes them. */
  async deleteOf(kind: CommentSubjectKind, subjectIds: readonly string[]): Promise<void> {
    await this.reactions.deleteOf(kind, subjectIds);
    await this.comments.deleteOf(kind, subjectIds);
  }

  /**
   * Deletes a user's comments on one kind of subject and corrects all counts, inside the transaction that deletes the account.
   * @param at ms since 1970
   */
  async deleteOfUser(kind: CommentSubjectKind, userId: string, at: number): Promise<void> {
    for (let after = '', hasMore = true; hasMore;) {
      const page = await this.comments.ofAuthor(kind, userId, after, BATCH_SIZE);
      const subjects = [...new Set(page.map(({ subject }) => subject.id))];
      this.unitOfWork.invalidate(...subjects.flatMap((id) => this.kinds.cacheTagsOf({ kind, id })));
      await this.erase(
        page.filter(({ removed }) => !removed),
        userId,
        at,
      );
      await this.eraseHidden(page.filter(({ removed }) => removed?.isHidden));
      hasMore = page.length === BATCH_SIZE;
      after = page.at(-1)?.id ?? after;
    }
    await this.comments.deleteErased(kind, userId);
  }

  private async insert(command: NewComment, audience: ReadonlySet<string>): Promise<StoredComment> {
    const { subject, userId, clientId, text } = command;
    const parentBefore = await this.parentOf(command);
    const repliedToIds = parentBefore ? [parentBefore.authorId] : [];
    const { commentable, mentionIds, at, checked } = await this.lockThread(subject, userId, text, repliedToIds);
    // The author is locked, so the same command sent concurrently has ended by now.
    const earlier = await this.comments.byCommand(userId, clientId);
    if (earlier) return earlier;
    // Read again under the lock.
    const parent = await this.parentOf(command);
    const comment: StoredComment = {
      id: this.ids.next(),
      subject,
      parentId: parent ? (parent.parentId ?? parent.id) : null,
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
    await this.count(subject.kind, new Map([[subject.id, { comments: 1 }]]));
    await checked.flag({ kind: 'comment', id: comment.id });
    await this.notifications.publish([
      ...mentionsOf(comment, audience),
      ...(parent ? [notificationOf(comment, parent.authorId, 'reply')] : []),
      notificationOf(comment, commentable.ownerId, 'owner'),
    ]);
    const changedIds = [comment.id, ...(comment.parentId === null ? [] : [comment.parentId])];
    this.unitOfWork.publish(new CommentsChanged(subject, changedIds));
    return comment;
  }

  private async parentOf({ subject, parentId }: NewComment): Promise<StoredComment | null> {
    if (parentId === undefined) return null;
    const parent = await this.comments.byId(parentId);
    const isOnSubject = parent?.subject.kind === subject.kind && parent.subject.id === subject.id;
    if (!isOnSubject) throw new Rejection('COMMENTS_NOT_FOUND');
    if (parent.removed) throw new Rejection('COMMENTS_DELETED');
    return parent;
  }

  /**
   * First step of a transaction: checks the text, locks the users involved, then the subject.
   * @param repliedToIds authors of the comments that the text replies to
   * @throws Rejection as the kind for an unknown subject, COMMENTS_DISABLED, USERS_BLOCKED between the user and the owner or
   *   the author of an answered comment, UNAUTHENTICATED, SAFETY_BLOCKED_TERMS
   */
  private async lockThread(
    subject: CommentSubject,
    userId: string,
    text: string,
    repliedToIds: readonly string[],
  ): Promise<LockedThread> {
    const checked = await this.checkText.run('chat', { text });
    const { ownerId } = this.kinds.requireReadable(subject.kind, userId, await this.kinds.find(subject));
    const mentionedIds = mentionsIn(checked.texts.text, LIMITS.mentionsPerMessage).users;
    const { reachable, blocked } = await this.participants.lock(userId, [ownerId, ...repliedToIds, ...mentionedIds]);
    if ([ownerId, ...repliedToIds].some((id) => blocked.has(id))) throw new Rejection('USERS_BLOCKED');
    // The lock on the subject serializes comments on it.
    const commentable = await this.kinds.hold(subject, userId);
    if (!commentable.commentsEnabled) throw new Rejection('COMMENTS_DISABLED');
    const mentionIds = mentionedIds.filter((id) => reachable.has(id));
    return { commentable, mentionIds, at: this.participants.now(), checked };
  }

  /**
   * Deletes comments with their reactions and notifications. A comment with replies stays as a tombstone. The number of
   * statements is constant.
   * @param comments none of them removed already
   */
  private async erase(comments: readonly StoredComment[], byId: string, at: number): Promise<void> {
    const deleted = comments.filter(({ replies }) => replies <= 0);
    await this.reactions.deleteOf('comment', idsOf(comments));
    await this.comments.eraseText(idsOf(comments), byId, at);
    await this.notifications.withdraw({ aboutIds: idsOf(comments) });
    const removed = { byId, at, isHidden: false };
    const vanished = deleted.map((comment) => ({ ...comment, text: '', mentionIds: [], removed }));
    await this.applyRemoval(comments, vanished);
  }

  /** Hidden comments are neither listed nor counted any more. */
  private async eraseHidden(hidden: readonly StoredComment[]): Promise<void> {
    await this.drop(hidden.filter(({ replies }) => replies <= 0));
    for (const { id, removed, replies } of hidden) {
      if (!removed || replies <= 0) continue;
      await this.reactions.deleteOf('comment', [id]);
      await this.comments.eraseText([id], removed.byId, removed.at);
      await this.notifications.withdraw({ aboutIds: [id] });
    }
  }

  private async drop(comments: readonly StoredComment[]): Promise<void> {
    await this.reactions.deleteOf('comment', idsOf(comments));
    await this.comments.delete(idsOf(comments));
    await this.notifications.withdraw({ aboutIds: idsOf(comments) });
  }

  /**
   * Corrects counts after comments were removed, and publishes it with the tombstones that lost their last reply.
   * @param removed all on one kind of subject
   */
  private async applyRemoval(removed: readonly StoredComment[], vanished: readonly StoredComment[]): Promise<void> {
    const [first] = removed;
    if (!first) return;
    const { kind } = first.subject;
    const parents = Map.groupBy(removed, ({ parentId }) => parentId ?? '');
    parents.delete('');
    await this.comments.lowerReplies(new Map([...parents].map(([id, replies]) => [id, replies.length])));
    const empty = await this.comments.emptyTombstones([...parents.keys()]);
    const vanishedComments = [...vanished, ...empty];
    const vanishedIds = new Set(idsOf(vanishedComments));
    const perSubject = Map.groupBy(removed, ({ subject }) => subject.id);
    for (const [id, group] of perSubject) {
      const touchedIds = new Set(group.flatMap((one) => [one.id, one.parentId ?? one.id]));
      const changedIds = [...touchedIds].filter((commentId) => !vanishedIds.has(commentId));
      const vanishedHere = vanishedComments.filter(({ subject }) => subject.id === id);
      this.unitOfWork.publish(new CommentsChanged({ kind, id }, changedIds, vanishedHere));
    }
    await this.count(kind, new Map([...perSubject].map(([id, { length }]) => [id, { comments: -length }])));
  }

  private count(kind: CommentSubjectKind, changes: ReadonlyMap<string, CountChange>): Promise<void> {
    return this.kinds.of(kind).count(changes);
  }

  private async require(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('COMMENTS_NOT_FOUND');
    if (comment.removed) throw new Rejection('COMMENTS_DELETED');
    return comment;
  }

  private async requireOwn(commentId: string, userId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('COMMENTS_NOT_FOUND');
    if (comment.authorId !== userId) throw new Rejection('COMMENTS_NOT_AUTHOR');
    if (comment.removed) throw new Rejection('COMMENTS_DELETED');
    return comment;
  }
}

const notificationOf = (
  { id: subjectId, subject, authorId: actorId, editedAt, at }: StoredComment,
  userId: string,
  reason: 'owner' | 'reply' | 'mention',
): NewNotification => {
  const kind = NOTIFICATION_KINDS[subject.kind][reason];
  return { kind, userId, actorId, subjectId, parentId: subject.id, at: editedAt ?? at };
};

const mentionsOf = (comment: StoredComment, audience: ReadonlySet<string>): NewNotification[] =>
  comment.mentionIds.filter((id) => audience.has(id)).map((userId) => notificationOf(comment, userId, 'mention'));
