import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ReviewView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Coalescer } from '@visionary/platform/realtime';
import type { StoredComment } from '../../domain/talk/comments.js';
import { CommentsChanged, ModelReviewed, ReviewTakenBack, SaidReactionsMoved } from '../../domain/talk/events.js';
import { SaidViews } from './said-views.js';
import { TalkChannel } from './talk-channel.js';

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
  readonly personId: string;
  readonly review: ReviewView | null;
}

/**
 * What is said about a model reaches those who have opened it, on every node; each looks after the pages it has. A flood of
 * reactions to something said is told once a second.
 */
@Injectable()
export class TalkNews implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Hub');
  /** One after the other: what is read last is told last. */
  private last: Promise<void> = Promise.resolve();
  private readonly counting = new Coalescer(COUNTED_EVERY_MS, (key) => {
    const [modelId = '', id = ''] = key.split(' ');
    this.start(() => this.channel.tellGiven(modelId, id));
  });

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly channel: TalkChannel,
    private readonly views: SaidViews,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(CommentsChanged, ({ modelId, commentIds, vanished }) =>
      this.bus.publish(COMMENTS, { modelId, commentIds: [...commentIds], vanished: [...vanished] } satisfies Comments),
    );
    this.events.afterCommit(ModelReviewed, async ({ review }) => {
      const { modelId, personId } = review;
      this.bus.publish(REVIEWS, { modelId, personId, review: await this.views.review(review) } satisfies Reviewed);
    });
    this.events.afterCommit(ReviewTakenBack, ({ modelId, personId }) =>
      this.bus.publish(REVIEWS, { modelId, personId, review: null } satisfies Reviewed),
    );
    this.events.afterCommit(SaidReactionsMoved, ({ modelId, id }) => this.bus.publish(GIVEN, `${modelId} ${id}`));
    this.hear();
  }

  onApplicationShutdown(): void {
    this.counting.stop();
  }

  private hear(): void {
    this.bus.subscribe<Comments>(COMMENTS, ({ modelId, commentIds, vanished }) =>
      this.start(() => this.channel.tellComments(modelId, commentIds, vanished)),
    );
    this.bus.subscribe<Reviewed>(REVIEWS, ({ modelId, personId, review }) =>
      this.start(() => this.channel.tellReview(modelId, personId, review)),
    );
    this.bus.subscribe<string>(GIVEN, (key) => this.counting.touch(key));
  }

  private start(tell: () => Promise<void>): void {
    this.last = this.last
      .then(tell)
      .catch((error: unknown) => this.logger.error('What was said about a model could not be told', error));
  }
}
