import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubComments } from '../../domain/feedback/comments.js';
import { FeedbackReactionsChanged } from '../../domain/feedback/events.js';
import { Reviews } from '../../domain/feedback/reviews.js';
import { SetReaction } from './set-reaction.js';
import { LockModel } from './lock-model.js';

export interface FeedbackReactionInput {
  /** Of a comment or a review. */
  readonly id: string;
  readonly userId: string;
  readonly emoji: string;
  readonly on: boolean;
}

/** Gives an emoji to something said about a model, or takes it back. */
@Injectable()
export class ReactToFeedback {
  constructor(
    private readonly comments: HubComments,
    private readonly reviews: Reviews,
    private readonly holding: LockModel,
    private readonly giving: SetReaction,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_DELETED, and as LockModel and SetReaction */
  async run({ id, userId, emoji, on }: FeedbackReactionInput): Promise<void> {
    this.giving.check(emoji);
    const modelId = await this.about(id);
    await this.unitOfWork.run(async () => {
      const { at } = await this.holding.run(modelId, userId);
      // As it is now that nothing else is said here.
      await this.about(id);
      const hasChanged = await this.giving.run({ targetId: id, userId, emoji, on }, at);
      if (hasChanged) this.unitOfWork.publish(new FeedbackReactionsChanged(modelId, id));
    });
  }

  private async about(id: string): Promise<string> {
    const comment = await this.comments.byId(id);
    if (comment?.removed) throw new Rejection('HUB_COMMENT_DELETED');
    const modelId = comment?.modelId ?? (await this.reviews.byId(id))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    return modelId;
  }
}
