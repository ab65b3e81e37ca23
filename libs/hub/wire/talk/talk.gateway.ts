import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { Reactions } from '../../domain/talk/reactions.js';
import { SayReview } from '../../usecases/talk/say-review.js';
import { ReactToModel } from '../../usecases/talk/react-to-model.js';
import { ReactToSaid } from '../../usecases/talk/react-to-said.js';
import { TakeReviewBack } from '../../usecases/talk/take-review-back.js';
import { ModelCounts } from './model-counts.js';
import { SaidViews } from './said-views.js';

const idOf = (person: PersonView | null): string => (person as PersonView).id;

/** What people give to models and think of them. */
@Injectable()
export class TalkGateway {
  constructor(
    private readonly reactToModel: ReactToModel,
    private readonly sayReview: SayReview,
    private readonly takeBack: TakeReviewBack,
    private readonly counts: ModelCounts,
    private readonly views: SaidViews,
  ) {}

  @Command('hub.react')
  async react({ payload, person }: Call<'hub.react'>): Promise<CommandReply<'hub.react'>> {
    const mine = await this.reactToModel.run({ ...payload, personId: idOf(person) });
    return { counts: await this.counts.one(payload.modelId), mine: [...mine] };
  }

  @Command('hub.review')
  async review({ payload, person }: Call<'hub.review'>): Promise<CommandReply<'hub.review'>> {
    const review = await this.sayReview.run({ ...payload, personId: idOf(person) });
    return { review: await this.views.review(review) };
  }

  @Command('hub.removeReview')
  async removeReview({ payload, person }: Call<'hub.removeReview'>): Promise<CommandReply<'hub.removeReview'>> {
    await this.takeBack.run(payload.modelId, idOf(person));
    return {};
  }
}

/** Emoji for what was said about models. */
@Injectable()
export class SaidGateway {
  constructor(
    private readonly reactToSaid: ReactToSaid,
    private readonly reactions: Reactions,
  ) {}

  @Command('hub.reactToSaid')
  async reactTo({ payload, person }: Call<'hub.reactToSaid'>): Promise<CommandReply<'hub.reactToSaid'>> {
    await this.reactToSaid.run({ ...payload, personId: idOf(person) });
    return { reactions: [...((await this.reactions.of([payload.id])).get(payload.id) ?? [])] };
  }
}
