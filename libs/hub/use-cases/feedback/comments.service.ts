import { Injectable } from '@nestjs/common';
import { ParticipantLocks, Users } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import {
  hydrateComments,
  Ids,
  mentionsIn,
  pageOf,
  readCursor,
  Rejection,
  UnitOfWork,
  userIdsIn,
} from '@visionary/kernel';
import { type CheckedText, CheckText } from '@visionary/safety';
import type { Comment, HiddenReplyCounts, StoredComment, Thread, UserSummary } from '../../domain/feedback/comments.js';
import {
  CommentsChanged,
  ModelCommented,
  ModelCommentEdited,
  ModelCountsChanged,
  ModelFeedbackDeleted,
} from '../../domain/feedback/events.js';
import type { HubModel } from '../../domain/version.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import type { ModelActor } from '../../domain/versions/rights.js';
import { SqlHubComments } from '../../storage/feedback/sql-comments.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReactions } from '../../storage/feedback/sql-reactions.js';
import { LockModel } from './lock-model.js';

export interface NewComment {
  readonly modelId: string;
  readonly userId: string;
  readonly clientId: string;
  /** The comment it answers. An answer to an answer joins the same thread. */
  readonly parentId?: string | undefined;
  readonly text: string;
}

export interface CommentPage {
  readonly comments: readonly Comment[];
  /** The first few replies to each comment. */
  readonly replies: readonly Comment[];
  /** The emoji that the viewer gave, by comment id. */
  readonly mine: ReadonlyMap<string, readonly string[]>;
  readonly nextCursor: string | null;
}

interface LockedThread {
  readonly model: HubModel;
  /** Mentioned users who can be notified, in the order of the text. */
  readonly mentionIds: readonly string[];
  /** ms since 1970. */
  readonly at: number;
  readonly checked: CheckedText<{ readonly text: string }>;
}

/** Comments on models. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly comments: SqlHubComments,
    private readonly reactions: SqlReactions,
    private readonly modelCounters: SqlModelCounters,
    private readonly lockModel: LockModel,
    private readonly participantLocks: ParticipantLocks,
    private readonly checkText: CheckText,
    private readonly users: Users,
    private readonly ids: Ids,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Idempotent by `clientId`.
   * @returns the first comment of this `clientId`, even if the text differs now
   * @throws Rejection HUB_COMMENT_NOT_FOUND and HUB_COMMENT_DELETED for the parent, USERS_BLOCKED, SAFETY_BLOCKED_TERMS,
   *   HUB_MODEL_NOT_FOUND, UNAUTHENTICATED
   */
  async add(input: NewComment): Promise<StoredComment> {
    const first = await this.comments.byCommand(input.userId, input.clientId);
    return first ?? this.unitOfWork.run(() => this.addLocked(input), [modelCacheTag(input.modelId)]);
  }

  /** @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_DELETED, HUB_NOT_CREATOR, and as `add` for the text */
  async edit(input: {
    readonly commentId: string;
    readonly userId: string;
    readonly text: string;
  }): Promise<StoredComment> {
    const { commentId, userId } = input;
    const { modelId } = await this.requireOwn(commentId, userId);
    return this.unitOfWork.run(async () => {
      const { mentionIds, at, checked } = await this.lockThread({ modelId, userId, text: input.text, answeredIds: [] });
      const { text } = checked.texts;
      // Read again under the lock.
      const before = await this.requireOwn(commentId, userId);
      if (before.text === text) return before;
      await this.comments.edit(commentId, text, mentionIds, at);
      const edited = { ...before, text, mentionIds, editedAt: at };
      await checked.flag({ kind: 'comment', id: commentId });
      this.unitOfWork.publish(new ModelCommentEdited(edited));
      this.unitOfWork.publish(new CommentsChanged(modelId, [commentId]));
      return edited;
    });
  }

  /**
   * The author, the model's creator, and moderators can remove a comment.
   * @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_DELETED, HUB_NOT_CREATOR, UNAUTHENTICATED
   */
  async remove(commentId: string, actor: ModelActor): Promise<void> {
    const { modelId } = await this.requireComment(commentId);
    const work = async () => {
      const { at } = await this.participantLocks.run(actor.id, []);
      const model = await this.modelCounters.hold(modelId);
      const comment = await this.requireComment(commentId);
      const isTheirs = comment.authorId === actor.id || model?.creatorId === actor.id;
      if (!isTheirs && !actor.isModerator) throw new Rejection('HUB_NOT_CREATOR');
      await this.erase([comment], actor.id, at);
      await this.modelCounters.count(modelId, { comments: -1 });
      this.unitOfWork.publish(new ModelCountsChanged(modelId));
    };
    await this.unitOfWork.run(work, [modelCacheTag(modelId)]);
  }

  /**
   * Erases texts and reactions inside a transaction. A comment with replies stays as a trace. The caller updates the counters.
   * @param comments all on one model, none of them removed yet
   */
  async erase(comments: readonly StoredComment[], byId: string, at: number): Promise<void> {
    const [first] = comments;
    if (!first) return;
    const traces = comments.filter(({ replies }) => replies > 0);
    const deleted = comments.filter(({ replies }) => replies <= 0);
    const parentIds = [...new Set(deleted.flatMap(({ parentId }) => parentId ?? []))];
    await this.reactions.removeAll(idsOf(comments));
    await this.comments.empty(idsOf(traces), byId, at);
    await this.comments.remove(idsOf(deleted));
    await this.comments.recountReplies(parentIds);
    const bare = await this.comments.bareTraces([...parentIds, ...idsOf(traces)]);
    await this.comments.remove(idsOf(bare));
    const bareIds = new Set(idsOf(bare));
    const changedIds = [...idsOf(traces), ...parentIds].filter((id) => !bareIds.has(id));
    const emptied = deleted.map((comment) => ({ ...comment, text: '', mentionIds: [], removed: { byId, at } }));
    this.unitOfWork.publish(new ModelFeedbackDeleted(idsOf(comments)));
    this.unitOfWork.publish(new CommentsChanged(first.modelId, changedIds, [...emptied, ...bare]));
  }

  /** Oldest first. The number of queries is constant. @throws Rejection INVALID for an invalid cursor */
  async page(thread: Thread, cursor?: string): Promise<CommentPage> {
    const from = readCursor(cursor);
    const limit = LIMITS.commentsPerPage;
    const found = await this.comments.page(thread, from && { at: from.value, id: from.id }, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, id }) => ({ value, id }));
    const { viewerId } = thread;
    const all = await this.hydrate([...page, ...(await this.repliesTo(page, thread))], viewerId);
    const ids = all.map(({ id }) => id);
    return {
      // A trace is shown only to viewers who see replies to it.
      comments: all.slice(0, page.length).filter(({ deleted, replyCount }) => !deleted || replyCount > 0),
      replies: all.slice(page.length),
      mine: viewerId === null ? new Map() : await this.reactions.ofUser(viewerId, ids),
      nextCursor,
    };
  }

  /** The latest few comments, newest first. */
  async latest(modelId: string, viewerId: string | null): Promise<CommentPage> {
    const found = await this.comments.lastOf({ modelId, viewerId }, LIMITS.recentComments);
    return { comments: await this.hydrate(found, viewerId), replies: [], mine: new Map(), nextCursor: null };
  }

  byIds(ids: readonly string[]): Promise<StoredComment[]> {
    return this.comments.byIds(ids);
  }

  /** One query. */
  hiddenReplies(
    modelId: string,
    parentIds: readonly string[],
    viewerIds: readonly string[],
  ): Promise<HiddenReplyCounts> {
    return this.comments.hiddenReplies(modelId, parentIds, viewerIds);
  }

  /**
   * Adds names and reactions: two queries, and one more for the replies hidden from a viewer. Keeps the order.
   * @param stored all on one model
   * @param viewerId counts only the replies that this user sees; null counts all
   */
  async hydrate(stored: readonly StoredComment[], viewerId: string | null): Promise<Comment[]> {
    const unseen = await this.hiddenFrom(viewerId, stored);
    const given = await this.reactions.of(stored.filter(({ removed }) => !removed).map(({ id }) => id));
    const users = await this.users.byIds(stored.flatMap(userIdsIn));
    const userOf = (id: string): UserSummary => users.get(id) ?? { id, name: '' };
    return hydrateComments(stored, { userOf, given, unseen });
  }

  private async addLocked(input: NewComment): Promise<StoredComment> {
    const { modelId, userId, clientId, text } = input;
    const parentBefore = await this.parentOf(input);
    const answeredIds = parentBefore ? [parentBefore.authorId] : [];
    const { model, mentionIds, at, checked } = await this.lockThread({ modelId, userId, text, answeredIds });
    // The author is locked, so a concurrent duplicate of this command has ended.
    const first = await this.comments.byCommand(userId, clientId);
    if (first) return first;
    // Read again under the lock.
    const parent = await this.parentOf(input);
    const comment: StoredComment = {
      id: this.ids.next(),
      modelId,
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
    if (comment.parentId !== null) await this.comments.recountReplies([comment.parentId]);
    await this.modelCounters.count(modelId, { comments: 1 });
    await checked.flag({ kind: 'comment', id: comment.id });
    this.unitOfWork.publish(new ModelCommented(comment, model.creatorId, parent?.authorId ?? null));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
    const changed = [comment.id, ...(comment.parentId === null ? [] : [comment.parentId])];
    this.unitOfWork.publish(new CommentsChanged(modelId, changed));
    return comment;
  }

  /** Locks the model and the users who will be notified. Must come first in a transaction. */
  private async lockThread(input: {
    readonly modelId: string;
    readonly userId: string;
    readonly text: string;
    readonly answeredIds: readonly string[];
  }): Promise<LockedThread> {
    const { modelId, userId, answeredIds } = input;
    const checked = await this.checkText.run('chat', { text: input.text });
    const mentioned = mentionsIn(checked.texts.text, LIMITS.mentionsPerMessage).users;
    const { model, reachable, blocked, at } = await this.lockModel.run(modelId, userId, [...answeredIds, ...mentioned]);
    if ([model.creatorId, ...answeredIds].some((id) => blocked.has(id))) throw new Rejection('USERS_BLOCKED');
    return { model, mentionIds: mentioned.filter((id) => reachable.has(id)), at, checked };
  }

  private async parentOf({ modelId, parentId }: NewComment): Promise<StoredComment | null> {
    if (parentId === undefined) return null;
    const parent = await this.comments.byId(parentId);
    if (parent?.modelId !== modelId) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (parent.removed) throw new Rejection('HUB_COMMENT_DELETED');
    return parent;
  }

  private async requireOwn(commentId: string, userId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (comment.authorId !== userId) throw new Rejection('HUB_NOT_CREATOR');
    if (comment.removed) throw new Rejection('HUB_COMMENT_DELETED');
    return comment;
  }

  private async requireComment(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('HUB_COMMENT_DELETED');
    return comment;
  }

  private async repliesTo(page: readonly StoredComment[], thread: Thread): Promise<StoredComment[]> {
    if (thread.parentId !== null) return [];
    const answered = page.filter(({ replies }) => replies > 0).map(({ id }) => id);
    return this.comments.repliesTo(answered, thread, LIMITS.repliesShown);
  }

  private async hiddenFrom(
    viewerId: string | null,
    stored: readonly StoredComment[],
  ): Promise<ReadonlyMap<string, number>> {
    const answered = stored.filter(({ replies }) => replies > 0);
    if (viewerId === null || !answered[0]) return new Map();
    const hidden = await this.comments.hiddenReplies(answered[0].modelId, idsOf(answered), [viewerId]);
    return new Map([...hidden].map(([id, byViewer]) => [id, byViewer.get(viewerId) ?? 0]));
  }
}

const idsOf = (comments: readonly StoredComment[]): string[] => comments.map(({ id }) => id);
