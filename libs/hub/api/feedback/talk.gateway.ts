import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { Reactions } from '../../domain/feedback/reactions.js';
import { SubmitReview } from '../../use-cases/feedback/submit-review.js';
import { ReactToModel } from '../../use-cases/feedback/react-to-model.js';
import { ReactToFeedback } from '../../use-cases/feedback/react-to-feedback.js';
import { DeleteReview } from '../../use-cases/feedback/delete-review.js';
import { ModelCounts } from './model-counts.js';
import { FeedbackPresenter } from './feedback-presenter.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** What users give to models and think of them. */
@Injectable()
export class ReviewsGateway {
  constructor(
    private readonly reactToModel: ReactToModel,
    private readonly submitReview: SubmitReview,
    private readonly takeBack: DeleteReview,
    private readonly counts: ModelCounts,
    private readonly views: FeedbackPresenter,
  ) {}

  @Command('hub.reactToModel')
  async react({ payload, user }: Call<'hub.reactToModel'>): Promise<CommandReply<'hub.reactToModel'>> {
    const mine = await this.reactToModel.run({ ...payload, userId: idOf(user) });
    return { counts: await this.counts.one(payload.modelId), myReactions: [...mine] };
  }

  @Command('hub.setReview')
  async review({ payload, user }: Call<'hub.setReview'>): Promise<CommandReply<'hub.setReview'>> {
    const review = await this.submitReview.run({ ...payload, userId: idOf(user) });
    return { review: await this.views.review(review) };
  }

  @Command('hub.deleteReview')
  async removeReview({ payload, user }: Call<'hub.deleteReview'>): Promise<CommandReply<'hub.deleteReview'>> {
    await this.takeBack.run(payload.modelId, idOf(user));
    return {};
  }
}

/** Emoji for what was said about models. */
@Injectable()
export class FeedbackReactionsGateway {
  constructor(
    private readonly reactToFeedback: ReactToFeedback,
    private readonly reactions: Reactions,
  ) {}

  @Command('hub.reactToFeedback')
  async reactTo({ payload, user }: Call<'hub.reactToFeedback'>): Promise<CommandReply<'hub.reactToFeedback'>> {
    await this.reactToFeedback.run({ ...payload, userId: idOf(user) });
    return { reactions: [...((await this.reactions.of([payload.id])).get(payload.id) ?? [])] };
  }
}
