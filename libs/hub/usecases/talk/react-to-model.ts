import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { hubSubject } from '../../domain/versions/subjects.js';
import { ModelCountsMoved, ModelReactionsMoved } from '../../domain/talk/events.js';
import { HEART, Reactions } from '../../domain/talk/reactions.js';
import { Tallies } from '../../domain/talk/tallies.js';
import { GiveEmoji } from './give-emoji.js';
import { HoldModel } from './hold-model.js';

export interface ReactionToModel {
  readonly modelId: string;
  readonly personId: string;
  readonly emoji: string;
  readonly on: boolean;
}

/** Gives an emoji to a model or takes it back. */
@Injectable()
export class ReactToModel {
  constructor(
    private readonly holding: HoldModel,
    private readonly giving: GiveEmoji,
    private readonly reactions: Reactions,
    private readonly tallies: Tallies,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns what this person has given to it now, the first first. @throws Rejection as HoldModel and GiveEmoji */
  async run({ modelId, personId, emoji, on }: ReactionToModel): Promise<readonly string[]> {
    this.giving.check(emoji);
    const work = async () => {
      const { model, at } = await this.holding.run(modelId, personId);
      if (await this.giving.run({ targetId: modelId, personId, emoji, on }, at)) {
        if (emoji === HEART) await this.tallies.count(modelId, { likes: on ? 1 : -1 });
        this.unitOfWork.announce(new ModelReactionsMoved(modelId, model.makerId, on ? at : null));
        this.unitOfWork.announce(new ModelCountsMoved(modelId));
      }
      return (await this.reactions.by(personId, [modelId])).get(modelId) ?? [];
    };
    return this.unitOfWork.run(work, [hubSubject(modelId)]);
  }
}
