import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { ModelCountsChanged, ModelReactionsChanged } from '../../domain/feedback/events.js';
import { HEART, Reactions } from '../../domain/feedback/reactions.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { SetReaction } from './set-reaction.js';
import { LockModel } from './lock-model.js';

export interface ReactionToModel {
  readonly modelId: string;
  readonly userId: string;
  readonly emoji: string;
  readonly on: boolean;
}

/** Gives an emoji to a model or takes it back. */
@Injectable()
export class ReactToModel {
  constructor(
    private readonly holding: LockModel,
    private readonly giving: SetReaction,
    private readonly reactions: Reactions,
    private readonly modelCounters: ModelCounters,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns what this user has given to it now, the first first. @throws Rejection as LockModel and SetReaction */
  async run({ modelId, userId, emoji, on }: ReactionToModel): Promise<readonly string[]> {
    this.giving.check(emoji);
    const work = async () => {
      const { model, at } = await this.holding.run(modelId, userId);
      if (await this.giving.run({ targetId: modelId, userId, emoji, on }, at)) {
        if (emoji === HEART) await this.modelCounters.count(modelId, { likes: on ? 1 : -1 });
        this.unitOfWork.publish(new ModelReactionsChanged(modelId, model.creatorId, on ? at : null));
        this.unitOfWork.publish(new ModelCountsChanged(modelId));
      }
      return (await this.reactions.by(userId, [modelId])).get(modelId) ?? [];
    };
    return this.unitOfWork.run(work, [modelCacheTag(modelId)]);
  }
}
