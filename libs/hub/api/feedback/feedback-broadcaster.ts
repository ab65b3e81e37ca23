import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { ReviewView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { FeedbackReactionsChanged, ModelReviewed, ReviewDeleted } from '../../domain/feedback/events.js';
import { ReactionsService } from '../../use-cases/feedback/reactions.service.js';
import { ReviewsService } from '../../use-cases/feedback/reviews.service.js';
import { hubChannel } from '../channels.js';
import { FeedbackPresenter } from './feedback-presenter.js';

const REVIEWS_TOPIC = 'hub.reviews';
const REACTIONS_TOPIC = 'hub.given';
const REACTIONS_INTERVAL_MS = 1_000;

interface ReviewMessage {
  readonly modelId: string;
  readonly userId: string;
  readonly review: ReviewView | null;
}

/**
 * Broadcasts reviews and reactions to them to the sockets that have the model open. Each node serves its own sockets. Blocks
 * are respected. Reactions are throttled to one broadcast a second.
 */
@Injectable()
export class FeedbackBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Hub');
  /** Broadcasts run one at a time, so that the last read is the last broadcast. */
  private last: Promise<void> = Promise.resolve();
  private readonly reactionThrottle = new Throttle(REACTIONS_INTERVAL_MS, (key) => {
    const [modelId = '', id = ''] = key.split(' ');
    this.enqueue(() => this.sendReactions(modelId, id));
  });

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly blocks: Blocks,
    private readonly reviews: ReviewsService,
    private readonly reactions: ReactionsService,
    private readonly views: FeedbackPresenter,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(ModelReviewed, async ({ review }) => {
      const { modelId, userId } = review;
      const message = { modelId, userId, review: await this.views.review(review) } satisfies ReviewMessage;
      this.bus.publish(REVIEWS_TOPIC, message);
    });
    this.events.afterCommit(ReviewDeleted, ({ modelId, userId }) =>
      this.bus.publish(REVIEWS_TOPIC, { modelId, userId, review: null } satisfies ReviewMessage),
    );
    this.events.afterCommit(FeedbackReactionsChanged, ({ modelId, id }) =>
      this.bus.publish(REACTIONS_TOPIC, `${modelId} ${id}`),
    );
    this.bus.subscribe<ReviewMessage>(REVIEWS_TOPIC, (message) => this.enqueue(() => this.sendReview(message)));
    this.bus.subscribe<string>(REACTIONS_TOPIC, (key) => this.reactionThrottle.touch(key));
  }

  onApplicationShutdown(): void {
    this.reactionThrottle.stop();
  }

  private enqueue(send: () => Promise<void>): void {
    this.last = this.last
      .then(send)
      .catch((error: unknown) => this.logger.error('Failed to broadcast feedback on a model', error));
  }

  private async sendReview({ modelId, userId, review }: ReviewMessage): Promise<void> {
    if (!this.hasListeners(modelId)) return;
    const blocked = await this.blocks.blockedAmong(userId, this.broadcast.usersHere);
    const event = { modelId, userId, review, spread: await this.reviews.starHistogram(modelId) };
    this.broadcast.toHere([hubChannel(modelId)], 'hub.reviewChanged', event, [...blocked]);
  }

  private async sendReactions(modelId: string, id: string): Promise<void> {
    if (!this.hasListeners(modelId)) return;
    const reactions = [...(await this.reactions.countsOf(id))];
    this.broadcast.toHere([hubChannel(modelId)], 'hub.feedbackReactionsChanged', { modelId, id, reactions });
  }

  private hasListeners(modelId: string): boolean {
    return this.broadcast.hasLocalListeners(hubChannel(modelId));
  }
}
