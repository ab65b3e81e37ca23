import { Injectable } from '@nestjs/common';
import { Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { HubComments, type StoredComment } from '../../domain/feedback/comments.js';
import { CommentsChanged, ModelCommented, ModelCountsChanged } from '../../domain/feedback/events.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { LockFeedbackThread } from './hold-thread.js';

export interface NewComment {
  readonly modelId: string;
  readonly userId: string;
  readonly clientId: string;
  /** What it answers: a comment on the model, or an answer to one; then it stands beneath the same. */
  readonly parentId?: string | undefined;
  readonly text: string;
}

/** Says something about a model, once for each clientId. */
@Injectable()
export class AddComment {
  constructor(
    private readonly comments: HubComments,
    private readonly thread: LockFeedbackThread,
    private readonly modelCounters: ModelCounters,
    private readonly ids: Ids,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns what was said first where the command comes again, whatever it says now
   * @throws Rejection HUB_COMMENT_NOT_FOUND and HUB_COMMENT_DELETED for what it answers, and as HoldThread
   */
  async run(wanted: NewComment): Promise<StoredComment> {
    const { userId, clientId, modelId } = wanted;
    const first = await this.comments.byCommand(userId, clientId);
    return first ?? this.unitOfWork.run(() => this.say(wanted), [modelCacheTag(modelId)]);
  }

  private async say(wanted: NewComment): Promise<StoredComment> {
    const { modelId, userId, clientId, text } = wanted;
    const asked = await this.answered(wanted);
    const answeredIds = asked ? [asked.authorId] : [];
    const { model, mentionIds, at, said } = await this.thread.run({ modelId, userId, text, answeredIds });
    // Its author is held: the same command at the same time has ended by now.
    const first = await this.comments.byCommand(userId, clientId);
    if (first) return first;
    // As it is now that nothing else is said here.
    const answered = await this.answered(wanted);
    const comment = await this.add({
      ...{ modelId, authorId: userId, clientId, text: said.texts.text, mentionIds, at },
      parentId: answered ? (answered.parentId ?? answered.id) : null,
    });
    await said.flag({ kind: 'comment', id: comment.id });
    this.unitOfWork.publish(new ModelCommented(comment, model.creatorId, answered?.authorId ?? null));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
    const changed = [comment.id, ...(comment.parentId === null ? [] : [comment.parentId])];
    this.unitOfWork.publish(new CommentsChanged(modelId, changed));
    return comment;
  }

  private async add(said: Omit<StoredComment, 'id' | 'editedAt' | 'removed' | 'replies'>): Promise<StoredComment> {
    const comment = { ...said, id: this.ids.next(), editedAt: null, removed: null, replies: 0 };
    await this.comments.add(comment);
    if (comment.parentId !== null) await this.comments.recountReplies([comment.parentId]);
    await this.modelCounters.count(comment.modelId, { comments: 1 });
    return comment;
  }

  private async answered({ modelId, parentId }: NewComment): Promise<StoredComment | null> {
    if (parentId === undefined) return null;
    const answered = await this.comments.byId(parentId);
    if (answered?.modelId !== modelId) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (answered.removed) throw new Rejection('HUB_COMMENT_DELETED');
    return answered;
  }
}
