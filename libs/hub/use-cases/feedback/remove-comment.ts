import { Injectable } from '@nestjs/common';
import { ParticipantLocks } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { HubComments, type StoredComment } from '../../domain/feedback/comments.js';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { EraseComments } from './erase-comments.js';

/** Its author, the model's creator and whoever looks after the instance take a comment away. */
@Injectable()
export class RemoveComment {
  constructor(
    private readonly comments: HubComments,
    private readonly participantLocks: ParticipantLocks,
    private readonly modelCounters: ModelCounters,
    private readonly erase: EraseComments,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_DELETED, HUB_NOT_CREATOR, UNAUTHENTICATED */
  async run(commentId: string, user: { readonly id: string; readonly isModerator: boolean }): Promise<void> {
    const { modelId } = await this.requireThere(commentId);
    const work = async () => {
      const { at } = await this.participantLocks.run(user.id, []);
      const model = await this.modelCounters.hold(modelId);
      const comment = await this.requireThere(commentId);
      const isTheirs = comment.authorId === user.id || model?.creatorId === user.id;
      if (!isTheirs && !user.isModerator) throw new Rejection('HUB_NOT_CREATOR');
      await this.erase.run([comment], user.id, at);
      await this.modelCounters.count(modelId, { comments: -1 });
      this.unitOfWork.publish(new ModelCountsChanged(modelId));
    };
    await this.unitOfWork.run(work, [modelCacheTag(modelId)]);
  }

  private async requireThere(commentId: string): Promise<StoredComment> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    if (comment.removed) throw new Rejection('HUB_COMMENT_DELETED');
    return comment;
  }
}
