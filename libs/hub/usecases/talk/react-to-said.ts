import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubComments } from '../../domain/talk/comments.js';
import { SaidReactionsMoved } from '../../domain/talk/events.js';
import { Reviews } from '../../domain/talk/reviews.js';
import { GiveEmoji } from './give-emoji.js';
import { HoldModel } from './hold-model.js';

export interface ReactionToSaid {
  /** Of a comment or a review. */
  readonly id: string;
  readonly personId: string;
  readonly emoji: string;
  readonly on: boolean;
}

/** Gives an emoji to something said about a model, or takes it back. */
@Injectable()
export class ReactToSaid {
  constructor(
    private readonly comments: HubComments,
    private readonly reviews: Reviews,
    private readonly holding: HoldModel,
    private readonly giving: GiveEmoji,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_COMMENT_NOT_FOUND, HUB_COMMENT_REMOVED, and as HoldModel and GiveEmoji */
  async run({ id, personId, emoji, on }: ReactionToSaid): Promise<void> {
    this.giving.check(emoji);
    const modelId = await this.about(id);
    await this.unitOfWork.run(async () => {
      const { at } = await this.holding.run(modelId, personId);
      // As it is now that nothing else is said here.
      await this.about(id);
      const hasChanged = await this.giving.run({ targetId: id, personId, emoji, on }, at);
      if (hasChanged) this.unitOfWork.announce(new SaidReactionsMoved(modelId, id));
    });
  }

  private async about(id: string): Promise<string> {
    const comment = await this.comments.byId(id);
    if (comment?.removed) throw new Rejection('HUB_COMMENT_REMOVED');
    const modelId = comment?.modelId ?? (await this.reviews.byId(id))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_COMMENT_NOT_FOUND');
    return modelId;
  }
}
