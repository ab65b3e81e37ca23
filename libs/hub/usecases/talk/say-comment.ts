import { Injectable } from '@nestjs/common';
import { Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { hubSubject } from '../../domain/versions/subjects.js';
import { HubComments, type StoredComment } from '../../domain/talk/comments.js';
import { CommentsChanged, ModelCommented, ModelCountsMoved } from '../../domain/talk/events.js';
import { Tallies } from '../../domain/talk/tallies.js';
import { HoldThread } from './hold-thread.js';

export interface CommentToSay {
  readonly modelId: string;
  readonly personId: string;
  readonly clientId: string;
  /** What it answers: a comment on the model, or an answer to one; then it stands beneath the same. */
  readonly parentId?: string | undefined;
  readonly text: string;
}

/** Says something about a model, once for each clientId. */
@Injectable()
export class SayComment {
  constructor(
    private readonly comments: HubComments,
    private readonly thread: HoldThread,
    private readonly tallies: Tallies,
    private readonly ids: Ids,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns what was said first where the command comes again, whatever it says now
   * @throws Rejection HUB_COMMENT_NOT_FOUND and HUB_COMMENT_REMOVED for what it answers, and as HoldThread
   */
  async run(wanted: CommentToSay): Promise<StoredComment> {
    const { personId, clientId, modelId } = wanted;
    const first = await this.comments.byCommand(personId, clientId);
    return first ?? this.unitOfWork.run(() => this.say(wanted), [hubSubject(modelId)]);
  }

  private async say(wanted: CommentToSay): Promise<StoredComment> {
    const { modelId, personId, clientId, text } = wanted;
    const asked = await this.answered(wanted);
    const answeredIds = asked ? [asked.authorId] : [];
    const { model, mentionIds, at, said } = await this.thread.run({ modelId, personId, text, answeredIds });
    // Its author is held: the same command at the same time has ended by now.
    const first = await this.comments.byCommand(personId, clientId);
    if (first) return first;
    // As it is now that nothing else is said here.
    const answered = await this.answered(wanted);
    const comment = await this.add({
      ...{ modelId, authorId: personId, clientId, text: said.texts.text, mentionIds, at },
      parentId: answered ? (answered.parentId ?? answered.id) : null,
    });
    await said.flag({ kind: 'comment', id: comment.id });
    this.unitOfWork.announce(new ModelCommented(comment, model.makerId, answered?.authorId ?? null));
    this.unitOfWork.announce(new ModelCountsMoved(modelId));
    const changed = [comment.id, ...(comment.parentId === null ? [] : [comment.parentId])];
    this.unitOfWork.announce(new CommentsChanged(modelId, changed));
    return comment;
  }

  private async add(said: Omit<StoredComment, 'id' | 'editedAt' | 'removed' | 'replies'>): Promise<StoredComment> {
    const comment = { ...said, id: this.ids.next(), editedAt: null, removed: null, replies: 0 };
    await this.comments.add(comment);
    if (comment.parentId !== null) await this.comments.recountReplies([comment.parentId]);
    await this.tallies.count(comment.modelId, { comments: 1 });
    return comment;
  }

  private async answered({ modelId, parentId }: CommentToSay): Promise<StoredComment | null> {
    if (parentId === undefined) return null;
    const answered = await this.comments.byId(parentId);
    if (answered?.modelId !== modelId) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (answered.removed) throw new Rejection('HUB_COMMENT_REMOVED');
    return answered;
  }
}
