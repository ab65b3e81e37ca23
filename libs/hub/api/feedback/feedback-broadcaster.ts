import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ReviewView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Throttle } from '@visionary/platform/realtime';
import type { StoredComment } from '../../domain/feedback/comments.js';
import {
  CommentsChanged,
  ModelReviewed,
  ReviewDeleted,
  FeedbackReactionsChanged,
} from '../../domain/feedback/events.js';
import { FeedbackPresenter } from './feedback-presenter.js';
import { FeedbackChannel } from './feedback-channel.js';

const COMMENTS = 'hub.comments';
const REVIEWS = 'hub.reviews';
const GIVEN = 'hub.given';
const COUNTED_EVERY_MS = 1_000;

interface Comments {
  readonly modelId: string;
  readonly commentIds: readonly string[];
  readonly vanished: readonly StoredComment[];
}
interface Reviewed {
  readonly modelId: string;
  readonly userId: string;
  readonly review: ReviewView | null;
}

/**
 * What is said about a model reaches those who have opened it, on every node; each looks after the pages it has. A flood of
 * reactions to something said is told once a second.
 */
@Injectable()
export class FeedbackBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Hub');
  /** One after the other: what is read last is told last. */
  private last: Promise<void> = Promise.resolve();
  private readonly counting = new Throttle(COUNTED_EVERY_MS, (key) => {
    const [modelId = '', id = ''] = key.split(' ');
    this.start(() => this.channel.tellGiven(modelId, id));
  });

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly channel: FeedbackChannel,
    private readonly views: FeedbackPresenter,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(CommentsChanged, ({ modelId, commentIds, vanished }) =>
      this.bus.publish(COMMENTS, { modelId, commentIds: [...commentIds], vanished: [...vanished] } satisfies Comments),
    );
    this.events.afterCommit(ModelReviewed, async ({ review }) => {
      const { modelId, userId } = review;
      this.bus.publish(REVIEWS, { modelId, userId, review: await this.views.review(review) } satisfies Reviewed);
    });
    this.events.afterCommit(ReviewDeleted, ({ modelId, userId }) =>
      this.bus.publish(REVIEWS, { modelId, userId, review: null } satisfies Reviewed),
    );
    this.events.afterCommit(FeedbackReactionsChanged, ({ modelId, id }) => this.bus.publish(GIVEN, `${modelId} ${id}`));
    this.hear();
  }

  onApplicationShutdown(): void {
    this.counting.stop();
  }

  private hear(): void {
    this.bus.subscribe<Comments>(COMMENTS, ({ modelId, commentIds, vanished }) =>
      this.start(() => this.channel.tellComments(modelId, commentIds, vanished)),
    );
    this.bus.subscribe<Reviewed>(REVIEWS, ({ modelId, userId, review }) =>
      this.start(() => this.channel.tellReview(modelId, userId, review)),
    );
    this.bus.subscribe<string>(GIVEN, (key) => this.counting.touch(key));
  }

  private start(tell: () => Promise<void>): void {
    this.last = this.last
      .then(tell)
      .catch((error: unknown) => this.logger.error('What was said about a model could not be told', error));
  }
}
