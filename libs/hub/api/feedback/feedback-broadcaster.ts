import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { Broadcast, LiveSubjects } from '@visionary/platform/realtime';
import { ModelReviewed, ReviewDeleted } from '../../domain/feedback/events.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { Versions } from '../../storage/versions.js';
import { ReviewsService } from '../../use-cases/feedback/reviews.service.js';
import { hubChannel, modelAudience } from '../channels.js';
import { FeedbackPresenter } from './feedback-presenter.js';

interface ChangedReview {
  readonly modelId: string;
  readonly userId: string;
  readonly review: Review | null;
}

/** Broadcasts reviews to the sockets that have the model open, without blocked users. */
@Injectable()
export class FeedbackBroadcaster {
  constructor(
    live: LiveSubjects,
    private readonly broadcast: Broadcast,
    private readonly blocks: Blocks,
    private readonly reviews: ReviewsService,
    private readonly views: FeedbackPresenter,
    private readonly versions: Versions,
  ) {
    live
      .declare<ChangedReview>({
        topic: 'hub.reviews',
        isWatched: ({ modelId }) => broadcast.hasLocalListeners(hubChannel(modelId)),
        broadcast: async (changes) => {
          for (const change of changes) await this.send(change);
        },
      })
      .when(ModelReviewed, ({ review }) => ({ modelId: review.modelId, userId: review.userId, review }))
      .when(ReviewDeleted, ({ modelId, userId }) => ({ modelId, userId, review: null }));
  }

  private async send({ modelId, userId, review }: ChangedReview): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model) return;
    const blocked = await this.blocks.blockedAmong(userId, this.broadcast.localUserIds);
    const view = review && (await this.views.review(review));
    const event = { modelId, userId, review: view, spread: await this.reviews.starHistogram(modelId) };
    this.broadcast.toChannelsLocally([modelAudience(model)], 'hub.reviewChanged', event, [...blocked]);
  }
}
