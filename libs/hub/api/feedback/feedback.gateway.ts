import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command, OpenSubscriptions } from '@visionary/platform/realtime';
import { ReviewsService } from '../../use-cases/feedback/reviews.service.js';
import { hubChannel } from '../channels.js';
import { FeedbackPresenter } from './feedback-presenter.js';
import { ModelCounts } from './model-counts.js';
import { ModelVisibility } from './model-visibility.js';

/** The models that each socket of this node has open. */
@Injectable()
export class OpenModels extends OpenSubscriptions {
  constructor() {
    super(hubChannel);
  }
}

const idOf = (user: UserView | null): string => (user as UserView).id;

/** Reviews and subscriptions of models. */
@Injectable()
export class FeedbackGateway {
  constructor(
    private readonly reviews: ReviewsService,
    private readonly views: FeedbackPresenter,
    private readonly counts: ModelCounts,
    private readonly visibility: ModelVisibility,
    private readonly openModels: OpenModels,
  ) {}

  /** Subscribes before it counts, so that no change is missed. @throws Rejection HUB_MODEL_NOT_FOUND */
  @Command('hub.openModel')
  async open({ payload: { modelId }, user, socket }: Call<'hub.openModel'>): Promise<CommandReply<'hub.openModel'>> {
    await this.visibility.require(modelId, user?.id ?? null);
    await this.openModels.add(socket, modelId);
    return { counts: await this.counts.require(modelId) };
  }

  @Command('hub.closeModel')
  async close({ payload: { modelId }, socket }: Call<'hub.closeModel'>): Promise<CommandReply<'hub.closeModel'>> {
    await this.openModels.remove(socket, modelId);
    return {};
  }

  @Command('hub.setReview')
  async setReview({ payload, user }: Call<'hub.setReview'>): Promise<CommandReply<'hub.setReview'>> {
    const review = await this.reviews.submit({ ...payload, userId: idOf(user) });
    return { review: await this.views.review(review) };
  }

  @Command('hub.deleteReview')
  async deleteReview({ payload, user }: Call<'hub.deleteReview'>): Promise<CommandReply<'hub.deleteReview'>> {
    await this.reviews.remove(payload.modelId, idOf(user));
    return {};
  }
}
