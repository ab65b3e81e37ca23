import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, PersonalDataExporters } from '@visionary/accounts';
import { CommentsService, ReactionsRepository, ReactionsService } from '@visionary/comments';
import { DomainEvents, isoTime, paginate, UnitOfWork } from '@visionary/kernel';
import { HubModelRemoved } from '../../domain/events.js';
import { ModelCountsChanged, ModelFeedbackDeleted, ReviewDeleted } from '../../domain/feedback/events.js';
import type { Review } from '../../domain/feedback/reviews.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { SqlReviews } from '../../storage/feedback/sql-reviews.js';

const EXPORTED_PER_PAGE = 500;
const MODEL_BATCH_SIZE = 500;
const USER_BATCH_SIZE = 200;

/** Exports a user's reviews, and deletes reviews, comments, and reactions with an account or a model, in its transaction. */
@Injectable()
export class FeedbackAccountHandler implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly comments: CommentsService,
    private readonly reactions: ReactionsService,
    private readonly reactionsRepository: ReactionsRepository,
    private readonly reviews: SqlReviews,
    private readonly modelCounters: SqlModelCounters,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('hub/reviews.json', (userId) => this.exportReviews(userId));
    this.events.beforeCommit(AccountDeleted, async ({ userId, at }) => {
      await this.deleteOfUser(userId);
      await this.comments.deleteOfUser('model', userId, at);
      for (const kind of ['model', 'review'] as const) await this.reactions.deleteOfUser(kind, userId);
    });
    this.events.beforeCommit(HubModelRemoved, async ({ modelId }) => {
      await this.deleteOfModel(modelId);
      await this.comments.deleteOf('model', [modelId]);
    });
  }

  private exportReviews(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Review) => this.reviews.byUser(userId, last?.id ?? '', EXPORTED_PER_PAGE);
    return paginate(EXPORTED_PER_PAGE, read, ({ modelId, stars, text, label, at, editedAt }) => ({
      modelId,
      stars,
      text,
      version: label,
      at: isoTime(at),
      ...(editedAt !== null && { editedAt: isoTime(editedAt) }),
    }));
  }

  private async deleteOfModel(modelId: string): Promise<void> {
    for (let ids: string[] = []; (ids = await this.reviews.someIdsOf(modelId, MODEL_BATCH_SIZE)).length > 0;) {
      await this.reactionsRepository.deleteOf('review', ids);
      await this.reviews.remove(ids);
    }
  }

  /** Recounts the affected models. */
  private async deleteOfUser(userId: string): Promise<void> {
    const modelIds = new Set(await this.deleteReviews(userId));
    this.unitOfWork.invalidate(...[...modelIds].map(modelCacheTag));
    await this.modelCounters.recount([...modelIds]);
    for (const id of modelIds) this.unitOfWork.publish(new ModelCountsChanged(id));
  }

  private async deleteReviews(userId: string): Promise<string[]> {
    const modelIds: string[] = [];
    for (let page: Review[] = []; (page = await this.reviews.byUser(userId, '', USER_BATCH_SIZE)).length > 0;) {
      const ids = page.map(({ id }) => id);
      await this.reactionsRepository.deleteOf('review', ids);
      await this.reviews.remove(ids);
      this.unitOfWork.publish(new ModelFeedbackDeleted(ids));
      for (const { modelId } of page) {
        this.unitOfWork.publish(new ReviewDeleted(modelId, userId));
        modelIds.push(modelId);
      }
    }
    return modelIds;
  }
}
